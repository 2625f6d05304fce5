import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { layeredRows } from '../database/drift.ts'
import { recordEvent } from '../database/events.ts'
import { ownersOf, setOwners } from '../database/ownership.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { definitionOf } from '../domain/edit-values.ts'
import { type FieldGroup, productFields, variantFields } from '../domain/fields.ts'
import { type OwnerOfField, ownerObstacle, ownerOf } from '../domain/ownership.ts'
import type { Level } from '../domain/plan.ts'
import { settleDrift } from '../engine/edit/settle-drift.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { holdChannel, readChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

const atOnceMost = 1_000
const partsMost = 10_000
const fieldsOfLevel: Readonly<Record<Level, readonly string[]>> = {
  product: Object.keys(productFields),
  variant: Object.keys(variantFields),
}

/** Who owns a field of a channel, and who does unless somebody says otherwise. */
export interface OwnedField extends OwnerOfField {
  readonly byDefault: OwnerOfField['owner']
  readonly group: FieldGroup
  /** Why the hub cannot own it; null where it can. */
  readonly obstacle: string | null
}

/** Who owns each field of a channel, in the order in which fields are defined. Throws `not_found`. */
export async function readOwners(actor: Actor, db: WorkspaceDb, channelId: string): Promise<OwnedField[]> {
  mustBeAllowed(actor, 'catalog.read')
  const { id } = await readChannel(actor, db, channelId)
  const owners = await ownersOf(db, id)
  return (['product', 'variant'] as const).flatMap(level =>
    fieldsOfLevel[level].map(field => ({
      ...{ level, field },
      owner: ownerOf(owners, level, field),
      byDefault: ownerOf([], level, field),
      group: definitionOf(level, field)?.group ?? 'basics',
      obstacle: ownerObstacle(level, field),
    })),
  )
}

/**
 * Gives fields of a channel to other owners. A field that the hub loses goes on as the store shows it: what waited to be
 * sent of it is dropped, and what was edited in the store is taken. One that the hub gets shows what it showed. Doing it
 * again does the rest of what was broken off. Throws `not_found`, `input_invalid`.
 */
export async function giveFields(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string; owners: readonly OwnerOfField[] },
): Promise<{ taken: number; decisions: string[]; owners: OwnedField[] }> {
  mustBeAllowed(actor, 'catalog.manage')
  const { id: channelId } = await readChannel(actor, db, input.channelId)
  refuseFaults(input.owners)
  const at = tools.clock.now()
  await db.transaction(async tx => {
    await holdChannel(tx, channelId)
    const before = await ownersOf(tx, channelId)
    const moved = input.owners.filter(({ level, field, owner }) => ownerOf(before, level, field) !== owner)
    if (moved.length === 0) return
    await setOwners(tx, channelId, moved)
    const id = newId('evt', tools.randomBytes)
    const about = {
      fields: moved.map(each => ({ ...each, before: ownerOf(before, each.level, each.field) })),
    }
    await recordEvent(tx, { id, at, actor, verb: 'channel.owners_changed', channelId, about })
  })
  const decisions: string[] = []
  let taken = 0
  for (const level of ['product', 'variant'] as const) {
    const lost = input.owners.filter(each => each.level === level && each.owner !== 'hub').map(({ field }) => field)
    if (lost.length === 0) continue
    const all = await takeAll(actor, db, tools, { channelId, level, fields: lost })
    taken += all.taken
    decisions.push(...all.decisions)
  }
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { taken, decisions, owners: await readOwners(actor, db, channelId) }
}

interface Lost {
  readonly channelId: string
  readonly level: Level
  readonly fields: readonly string[]
}

interface Taken {
  readonly taken: number
  /** What can be taken back (`reopenDrift`), once the hub owns the fields again. */
  readonly decisions: readonly string[]
}

async function takeAll(actor: Actor, db: WorkspaceDb, tools: Tools, lost: Lost): Promise<Taken> {
  const decisions: string[] = []
  let [taken, after] = [0, '']
  for (let part = 0; part < partsMost; part += 1) {
    const done = await despiteCollisions(() => db.transaction(tx => takePart(tx, tools, { ...lost, actor, after })))
    taken += done.taken
    if (done.eventId !== null) decisions.push(done.eventId)
    if (done.last === null) break
    after = done.last
  }
  return { taken, decisions }
}

async function takePart(
  tx: WorkspaceTx,
  tools: Tools,
  { actor, channelId, level, fields, after }: Lost & { actor: Actor; after: string },
): Promise<{ taken: number; eventId: string | null; last: string | null }> {
  const rows = await layeredRows(tx, { level, channelId, fields, limit: atOnceMost, after })
  const settled = await settleDrift(
    tx,
    channelId,
    rows.map(row => ({ ...row, level, fields })),
    {
      decision: 'take',
      which: ({ base, sent, desired }, field) => [base, sent, desired].some(delta => Object.hasOwn(delta, field)),
    },
  )
  const eventId = settled.length > 0 ? newId('evt', tools.randomBytes) : null
  if (eventId !== null) {
    await recordEvent(tx, {
      id: eventId,
      at: tools.clock.now(),
      actor,
      verb: 'drift.decided',
      channelId,
      about: { decision: 'give', fields: settled },
    })
  }
  return { taken: settled.length, eventId, last: rows.length < atOnceMost ? null : (rows.at(-1)?.remoteId ?? null) }
}

function refuseFaults(owners: readonly OwnerOfField[]): void {
  const fields: Record<string, string> = {}
  const seen = new Set<string>()
  for (const { level, field, owner } of owners) {
    const label = definitionOf(level, field)?.label
    const key = `${level} ${field}`
    if (label === undefined) fields.owners = `A ${level} has no field “${field}”.`
    else if (seen.has(key)) fields.owners = `${label} of a ${level} is named twice.`
    else if (owner === 'hub') {
      const obstacle = ownerObstacle(level, field)
      if (obstacle !== null) fields.owners = `${label} of a ${level}: ${obstacle}`
    }
    seen.add(key)
  }
  if (Object.keys(fields).length === 0) return
  throw new HubError('input_invalid', 'The fields were not given to anybody. Nothing was changed.', { fields })
}
