import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { keptBack } from '../database/kept-back.ts'
import { writeRefusal } from '../database/live.ts'
import { ownersOf } from '../database/ownership.ts'
import { countChanges } from '../database/plan-changes.ts'
import { listingsToDo, offersToDo } from '../database/plan-rows.ts'
import { latestAutomatic, openPlans, type StoredPlan } from '../database/plans.ts'
import { type StoredSending, sendingOf } from '../database/sending.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { stillHeld } from '../domain/brakes.ts'
import { offeredParts } from '../domain/live.ts'
import { ownerOf } from '../domain/ownership.ts'
import type { ChangeState, LivePart, PlannedItemChange } from '../domain/plan.ts'
import { type KeptReason, lookingMs, type SendingRule, usualSending, zoneOf } from '../domain/sending.ts'
import { planRows } from '../engine/plan/planner.ts'
import { profileOf, readChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

/** More than a person looks through: of a channel with more to do, the first ones are counted. */
const rowsMost = 2_000

export interface SendingOfPart {
  readonly part: LivePart
  readonly rule: SendingRule
  readonly since: StoredSending | null
  /** When the hub looks next whether something is to be sent; null where it waits for an edit, or doesn't look. */
  readonly nextAt: Date | null
  /** What is to do, and what of it waits for a person, by why. */
  readonly toDo: { readonly changes: number; readonly kept: Readonly<Partial<Record<KeptReason, number>>> }
  readonly holds: readonly Hold[]
  readonly last: LastPlan | null
}

/** What keeps what is to do from being sent now, in a sentence; `planId` where a plan says more. */
export interface Hold {
  readonly sentence: string
  readonly planId: string | null
}

/** The last plan that the hub made by itself with something of the part in it, and what became of that. */
interface LastPlan {
  readonly plan: StoredPlan
  readonly states: Readonly<Partial<Record<ChangeState, number>>>
}

export interface Sending {
  readonly channelId: string
  readonly channelName: string
  readonly timeZone: string
  /** Whether the store has told its time zone. */
  readonly isZoneOfStore: boolean
  /** There is more to do than was counted. */
  readonly more: boolean
  readonly parts: readonly SendingOfPart[]
}

/** How each part of a channel gets to its store, when next, and what holds it. Throws `not_found`. */
export async function readSending(actor: Actor, db: WorkspaceDb, tools: Tools, channelId: string): Promise<Sending> {
  mustBeAllowed(actor, 'catalog.read')
  const channel = await readChannel(actor, db, channelId)
  const told = profileOf(channel)?.store?.timeZone
  const timeZone = zoneOf(told)
  const stored = new Map((await sendingOf(db, channel.id)).map(each => [each.part, each]))
  const open = await openPlans(db, channel.id)
  const { byPart, more } = await countToDo(db, channel.id, tools.clock.now())
  const parts = await Promise.all(
    offeredParts.map(async part => {
      const said = stored.get(part) ?? null
      const toDo = byPart.get(part) ?? { changes: 0, kept: {} }
      return {
        ...{ part, rule: said?.rule ?? usualSending, since: said, nextAt: said?.dueAt ?? null, toDo },
        holds: said === null ? [] : await holdsOf(db, channel.id, said, { open, toDo: toDo.changes }),
        last: await lastOf(db, channel.id, part),
      }
    }),
  )
  const isZoneOfStore = told !== undefined && timeZone === told
  return { channelId: channel.id, channelName: channel.name, timeZone, isZoneOfStore, more, parts }
}

async function holdsOf(
  db: WorkspaceDb,
  channelId: string,
  { part, rule, problem }: StoredSending,
  { open, toDo }: { open: readonly StoredPlan[]; toDo: number },
): Promise<Hold[]> {
  const holds: Hold[] = []
  if (rule.mode === 'by_itself') {
    const refusal = await writeRefusal(db, channelId, part)
    if (refusal !== null) holds.push({ sentence: `${refusal.sentence} What is to be sent waits.`, planId: null })
  }
  if (problem !== null) holds.push({ sentence: problem, planId: null })
  for (const plan of open) {
    const sentence = sentenceOf(plan)
    if (sentence === null) continue
    const has = plan.summary.fields.some(each => each.part === part)
    if (has || (plan.state === 'applying' && toDo > 0)) holds.push({ sentence, planId: plan.id })
  }
  return holds
}

function sentenceOf({ automatic, state, summary, passed, problem, pausedAt }: StoredPlan): string | null {
  if (state === 'applying') {
    if (pausedAt !== null) return 'The plan that is being sent was paused.'
    return problem === null ? null : `The plan that is being sent waits: ${problem}`
  }
  if (!automatic) return null
  const held = stillHeld(summary.brakes, passed).map(({ sentence }) => sentence)
  if (held.length > 0) return `A warning holds a plan until you have looked at it: ${held.join(' ')}`
  return 'A plan is ready to be looked at and sent.'
}

async function lastOf(db: WorkspaceDb, channelId: string, part: LivePart): Promise<LastPlan | null> {
  const plan = await latestAutomatic(db, channelId, part)
  if (plan === null) return null
  const states: Partial<Record<ChangeState, number>> = {}
  for (const { state, count } of await countChanges(db, plan.id, { part })) states[state] = (states[state] ?? 0) + count
  return { plan, states }
}

interface Counted {
  changes: number
  readonly kept: Partial<Record<KeptReason, number>>
}

async function countToDo(
  db: WorkspaceDb,
  channelId: string,
  now: Date,
): Promise<{ byPart: ReadonlyMap<LivePart, Counted>; more: boolean }> {
  const byPart = new Map<LivePart, Counted>()
  return db.transaction(async tx => {
    const { changes, more } = await changesToDo(tx, channelId)
    const openSince = new Date(now.getTime() - lookingMs)
    const kept = await keptBack(tx, channelId, changes, { openSince, withHeld: true })
    for (const [index, { part, edited }] of changes.entries()) {
      const counted = byPart.get(part) ?? { changes: 0, kept: {} }
      byPart.set(part, counted)
      counted.changes += 1
      const why = edited ? 'edited' : kept[index]
      if (why != null) counted.kept[why] = (counted.kept[why] ?? 0) + 1
    }
    return { byPart, more }
  })
}

async function changesToDo(
  tx: WorkspaceTx,
  channelId: string,
): Promise<{ changes: PlannedItemChange[]; more: boolean }> {
  const owners = await ownersOf(tx, channelId)
  const listings = await listingsToDo(tx, channelId, { limit: rowsMost, after: '' })
  const offers = await offersToDo(tx, channelId, { limit: rowsMost, after: { listingId: '', offerId: '' } })
  const changes = planRows([...listings, ...offers], {
    isWritable: () => true,
    isOurs: (level, field) => ownerOf(owners, level, field) === 'hub',
    faultOf: () => null,
  })
  return { changes, more: listings.length === rowsMost || offers.length === rowsMost }
}
