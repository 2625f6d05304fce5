import type { Db } from '../../src/database/connect.ts'
import type { ItemChange, StoredChange } from '../../src/database/plan-changes.ts'
import { type OwnerOfField, ownerOf } from '../../src/domain/ownership.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import { HubError } from '../../src/runtime/errors.ts'
import { SandboxError } from '../../src/sandbox/bigcommerce/index.ts'
import type { EditStep, History, OtherStep, Pull, Round } from './any-edits.ts'
import { alike, judgeApplication, keyOf, plain, shownIn } from './apply-judge.ts'
import { applyWithTrouble } from './apply-trouble.ts'
import { ApplyWorld, type MadePlan } from './apply-world.ts'
import { isAsGiven, MakeBooks, madeItems, makeAll, meet } from './history-makes.ts'
import { another, toldStore } from './history-others.ts'
import { GoingBooks, itemsToRemove } from './history-removals.ts'
import {
  changedKeys,
  kept,
  type Level,
  type RawItem,
  RawStore,
  rawStore,
  remoteNameOf,
  sentFields,
  spelled,
  witnessed,
} from './store-witness.ts'

/** How often a history met what the laws are about: otherwise they say nothing. */
export type Met = Record<string, number>

/**
 * One history: a store is imported, and then edited, planned and applied round after round, with whatever goes wrong. It
 * keeps books of its own on what each field is meant to show, and throws where a law does not hold.
 */
export class ApplyHistory {
  readonly world: ApplyWorld
  readonly #met: Met
  /** What fields are meant to show, where the books know: `product 12 name`. */
  readonly #wanted = new Map<string, unknown>()
  /** Fields that somebody has edited, in the hub or in the store: no other one may ever be in a plan. */
  readonly #touched = new Set<string>()
  /** Fields of which the channel has a value of its own. */
  readonly #own = new Set<string>()
  /** Fields that were changed in the store by somebody else. */
  readonly #others = new Set<string>()
  /** Those that the hub may not have seen yet. */
  readonly #unseen = new Set<string>()
  readonly #going = new GoingBooks()
  readonly #makes = new MakeBooks()
  #owners: OwnerOfField[] = []
  #raw: RawStore = new RawStore()

  private constructor(world: ApplyWorld, met: Met) {
    this.world = world
    this.#met = met
  }

  static async run(db: Db, clock: Clock, history: History, met: Met): Promise<void> {
    const world = await ApplyWorld.open(db, clock, history.catalog)
    try {
      const own = new ApplyHistory(world, met)
      await world.pull()
      own.#raw = await rawStore(world.store)
      own.#count('products', history.catalog.products)
      expectNone('After an import', (await world.plan()).changes.map(keyOf))
      for (const round of history.rounds) await own.round(round)
    } finally {
      await world.close()
      await world.forget()
    }
  }

  #count(what: string, by = 1): void {
    this.#met[what] = (this.#met[what] ?? 0) + by
  }

  async round(round: Round): Promise<void> {
    const { world } = this
    await this.#give(round.owners)
    for (const step of round.edits) await this.#edit(step)
    const gone = await world.remove(itemsToRemove(round.removals, this.#raw))
    this.#going.add(gone)
    this.#count('removals wanted', gone.length)
    const makes = await makeAll(world, this.#makes, round.makes, this.#raw)
    for (const [, { fate }] of makes) this.#count(`to be made, ${fate}`)
    if (round.pullBefore !== null) await this.#pull(round.pullBefore)
    for (let more = round.plans; more > 1; more -= 1) await world.plan()
    const made = await world.plan()
    expectNone('A plan', this.#judgePlan(made))
    const planned = await this.#leaveOut(made, round.leftOut)
    const before = new Map(this.#wanted)
    if (round.meanwhile !== null) await this.#edit(round.meanwhile)
    for (const at of round.changedMinds) await this.#changeMind(planned, at)
    const superseded = new Set(
      [...this.#touched].filter(
        key => before.has(key) !== this.#wanted.has(key) || !alike(before.get(key), this.#wanted.get(key)),
      ),
    )
    for (const [productId, step] of makes) await meet(world, this.#makes, productId, step)
    const seen = this.#raw
    for (const other of round.others) this.#editInStore(other, planned)
    this.#raw = await rawStore(world.store)
    const beforeApply = this.#raw
    const finish = () => applyWithTrouble(world, planned.plan.id, round, what => this.#count(what))
    const ended = await this.#applyAndJudge(planned, finish, { superseded, seen })
    const left = new Set(ended.changes.filter(({ state }) => state !== 'applied').map(keyOf))
    const mayBeLeft = (key: string) => left.has(key) || superseded.has(key) || this.#others.has(key)
    await this.#again(ended, mayBeLeft)
    await this.#pull(round.pullAfter)
    const afterPull = await world.plan()
    expectNone('A plan after apply and pull', this.#judgePlan(afterPull))
    expectNone(
      'A plan after apply and pull',
      afterPull.changes.map(keyOf).filter(key => !mayBeLeft(key)),
    )
    const drift = await world.drift()
    expectNone(
      'Edited in the store',
      drift.filter(key => !this.#others.has(key)),
    )
    if (round.undo) await this.#undo(ended, beforeApply)
  }

  /** The next plan has what was left, and nothing else; applied again, nothing is written. */
  async #again({ plan, changes }: MadePlan, mayBeLeft: (key: string) => boolean): Promise<void> {
    const { world } = this
    const refused = await refusalOf(world.begin(plan.id))
    if (refused !== 'plan_not_ready') throw new Error(`A plan that was applied begins again: ${refused}`)
    const next = await world.plan()
    expectNone(
      'The plan after an apply',
      next.changes.map(keyOf).filter(key => !mayBeLeft(key)),
    )
    expectNone('The plan after an apply', this.#judgePlan(next))
    if ([...next.changes, ...next.removals, ...next.makes].some(({ state }) => state === 'planned')) return
    const from = world.exchanges.length
    await world.begin(next.plan.id)
    await world.finish(next.plan.id)
    const requests = world.exchanges.slice(from).filter(({ method }) => method !== 'GET')
    expectNone(
      'Applied twice',
      requests.map(({ method, url }) => `${method} ${url}`),
    )
    expectNone('Applied twice', changedKeys(this.#raw, await rawStore(world.store)))
    this.#count('applied twice', changes.length > 0 ? 1 : 0)
  }

  /** What was applied is again what it was, but for what somebody changed since; and nothing else has moved. */
  async #undo({ plan, changes, makes }: MadePlan, beforeApply: RawStore): Promise<void> {
    const { world } = this
    const isStill = (change: Pick<ItemChange, 'level' | 'listingId' | 'offerId' | 'field' | 'after'>) => {
      const key = keyOf(change)
      const isOthers = this.#bothOf(key).some(one => this.#others.has(one))
      return !isOthers && alike(spelled(change.field, this.#wanted.get(key)), spelled(change.field, change.after))
    }
    const hidden = { field: 'visible', before: false, after: true, offerId: null, level: 'product' } as const
    const made = makes.map(({ state, listingId }) => ({ ...hidden, state, listingId }))
    const back = [...changes, ...made].filter(change => change.state === 'applied' && isStill(change))
    const { planId, keptRows } = await world.undo(plan.id)
    const backKeys = new Set(back.map(keyOf))
    const kept = keptRows.map(keyOf).filter(key => backKeys.has(key) && !key.endsWith(' sku'))
    expectNone('An undo kept', kept)
    for (const change of back) {
      const key = keyOf(change)
      for (const one of this.#bothOf(key)) {
        this.#wanted.set(one, change.before)
        this.#own.add(one)
        this.#touched.add(one)
      }
    }
    if (planId === null) {
      expectNone(
        'An undo',
        back
          .filter(change => !alike(spelled(change.field, change.after), spelled(change.field, change.before)))
          .map(keyOf),
      )
      return
    }
    const next = await world.read(planId)
    expectNone('The plan of an undo', this.#judgePlan(next))
    const ended = await this.#applyAndJudge(next, () => world.finish(planId), {
      ...{ superseded: new Set(), seen: this.#raw },
    })
    const shownBefore = (change: (typeof back)[number]) =>
      made.some(({ listingId }) => listingId === change.listingId) ? change.before : shownIn(beforeApply, keyOf(change))
    const refused = new Set(ended.changes.filter(({ state }) => state === 'rejected').map(keyOf))
    expectNone(
      'After an undo',
      back
        .filter(change => !refused.has(keyOf(change)))
        .filter(change => !alike(shownIn(this.#raw, keyOf(change)), shownBefore(change)))
        .map(
          change =>
            `${keyOf(change)} shows ${plain(shownIn(this.#raw, keyOf(change)))}, and was ${plain(change.before)}`,
        ),
    )
    this.#count('undone', back.length)
    await this.#pull('look')
    const last = await world.plan()
    expectNone(
      'The plan after an undo',
      last.changes.map(keyOf).filter(key => backKeys.has(key) && !refused.has(key)),
    )
    expectNone('The plan after an undo', this.#judgePlan(last))
  }

  async #pull(how: Pull): Promise<void> {
    if (how === 'look') await this.world.look()
    else await this.world.pull(how)
    this.#count(`pulled ${how}`)
    this.#unseen.clear()
    this.#makes.seen()
    this.#raw = await rawStore(this.world.store)
  }

  async #give(owners: readonly OwnerOfField[]): Promise<void> {
    for (const one of owners) {
      const refused = await refusalOf(this.world.give([one]))
      if (refused === 'input_invalid') continue
      if (refused !== null) throw new Error(`The field was not given: ${refused}`)
      const { level, field, owner } = one
      this.#owners = [...this.#owners.filter(other => other.level !== level || other.field !== field), one]
      this.#count('owners')
      if (owner === 'hub') continue
      // What was to be sent of it is dropped.
      for (const key of [...this.#wanted.keys()]) {
        if (key.startsWith(`${level} `) && key.endsWith(` ${field}`)) this.#wanted.delete(key)
      }
    }
  }

  #isOurs(level: Level, field: string): boolean {
    return ownerOf(this.#owners, level, field) === 'hub'
  }

  /** The books of what was made begin with what its master has, and of what the store adds the channel has its own. */
  async #keepMade(made: readonly RawItem[], { makes }: MadePlan): Promise<void> {
    const contents = new Map(makes.map(change => [change.listingId, change.content]))
    const masters = await this.world.masters()
    for (const item of made) {
      const key = `${item.level} ${item.id}`
      const content = contents.get(item.productId)
      const variant = content?.variants.find(({ variantId }) => variantId === masters.get(key))
      const fields = (item.level === 'product' ? content?.fields : variant?.fields) ?? {}
      for (const field of witnessed(item.level)) {
        if (!isAsGiven(item, field, fields)) this.#own.add(`${key} ${field}`)
      }
      const visible = `${key} visible`
      if (item.level === 'product' && this.#isOurs('product', 'visible')) this.#wanted.set(visible, true)
    }
  }

  async #edit({ pick, ...step }: EditStep): Promise<void> {
    const items = [...this.#raw.values()].filter(({ level }) => level === step.level)
    const ids = pick === 'all' ? items.map(({ id }) => id) : pick.map(at => items[at % items.length]?.id ?? '')
    await this.#editThese(step, ids)
  }

  /** Somebody wants something else of a field that is planned. */
  async #changeMind({ changes }: MadePlan, at: number): Promise<void> {
    const change = changes[at % changes.length]
    if (change === undefined) return
    const { level, field, after, listingId, offerId } = change
    const value =
      typeof after === 'boolean' ? !after : Number.isFinite(Number(after ?? 'x')) ? Number(after) + 1 : `Else ${at}`
    await this.#editThese({ level, place: 'channel', edits: [{ do: 'set', field, value }] }, [offerId ?? listingId])
  }

  async #editThese({ level, place, edits }: Omit<EditStep, 'pick'>, ids: readonly string[]): Promise<void> {
    if (edits.length === 0 || ids.length === 0) return
    const masters = await this.world.masters()
    const isChannel = place === 'channel'
    const remoteOf = Map.groupBy(masters.keys(), key => masters.get(key) ?? '')
    const given = isChannel ? ids : ids.flatMap(id => masters.get(`${level} ${id}`) ?? [])
    try {
      const { rows } = await this.world.edit({
        ...{ level, edits, which: { ids: given } },
        ...(isChannel && { channelId: this.world.channelId }),
      })
      for (const { id, fields } of rows) {
        const all = isChannel ? [`${level} ${id}`] : (remoteOf.get(id) ?? [])
        const of = all.filter(key => this.#raw.has(key))
        for (const { level: own, field, after } of fields) {
          for (const item of of.map(key => this.#sameAt(own, key))) {
            this.#note(`${item} ${field}`, {
              after,
              own,
              field,
              isChannel,
              isReset: edits.some(e => e.field === field && e.do === 'reset'),
            })
          }
        }
      }
      this.#count(
        'edits',
        rows.reduce((sum, row) => sum + row.fields.length, 0),
      )
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== 'input_invalid') throw error
      this.#count('edits refused')
    }
  }

  /** The field, and the one that it is one with: a product and its only variant have one SKU. */
  #bothOf(key: string): string[] {
    const [level, id, field] = key.split(' ')
    const item = this.#raw.get(`${level} ${id}`)
    const isOne = field === 'sku' && this.#raw.get(`product ${item?.productId}`)?.row.base_variant_id !== null
    if (!isOne) return [key]
    return [key, `${this.#sameAt(level === 'product' ? 'variant' : 'product', `${level} ${id}`)} ${field}`]
  }

  /** A product's only variant in place of it, or the other way round. */
  #sameAt(level: Level, key: string): string {
    if (key.startsWith(level)) return key
    const item = this.#raw.get(key)
    const other = [...this.#raw.values()].find(one => one.level === level && one.productId === item?.productId)
    return `${level} ${other?.id}`
  }

  #note(
    key: string,
    {
      after,
      own,
      field,
      isChannel,
      isReset,
    }: { after: unknown; own: Level; field: string; isChannel: boolean; isReset: boolean },
  ): void {
    if (!isChannel && this.#own.has(key)) return
    if (!isChannel && !this.#isOurs(own, field)) {
      // The channel goes on showing what it shows, which is its own from now on.
      this.#own.add(key)
      return
    }
    this.#touched.add(key)
    this.#wanted.set(key, after)
    if (isChannel && isReset) this.#own.delete(key)
    else if (isChannel) this.#own.add(key)
  }

  #editInStore({ what, at, number }: OtherStep, { changes }: MadePlan): void {
    const items = [...this.#raw.values()]
    const change = what === 'planned' ? changes[at % changes.length] : undefined
    const item = change === undefined ? items[at % items.length] : this.#raw.get(keyOf(change).split(' ', 2).join(' '))
    if (item === undefined) return
    const fields = witnessed(item.level)
    const field = change?.field ?? fields[number % fields.length] ?? ''
    const remoteName = remoteNameOf(item.level, field)
    const isSame = change !== undefined && number % 4 === 0
    const value = isSame
      ? toldStore(item.level, field, change.after, this.#raw.names)
      : another(field, item.row[remoteName], number, this.#raw.names)
    if (value === undefined) return
    const { merchant } = this.world.store
    try {
      if (field === 'customFields') merchant.setCustomFields(Number(item.id), value as [name: string, value: string][])
      else if (item.level === 'product') merchant.editProduct(Number(item.id), { [remoteName]: value })
      else merchant.editVariant(Number(item.productId), Number(item.id), { [remoteName]: value })
    } catch (error) {
      if (error instanceof SandboxError) return
      throw error
    }
    const own = `${item.level} ${item.id}`
    // A product and its only variant have one SKU.
    const both = field === 'sku' ? [own, this.#sameAt(item.level === 'product' ? 'variant' : 'product', own)] : [own]
    for (const set of [this.#touched, this.#others, this.#unseen]) for (const one of both) set.add(`${one} ${field}`)
    this.#count('others')
  }

  /** Each field that is meant otherwise than the store shows it, where the hub owns it, and no other. */
  #judgePlan(made: MadePlan): string[] {
    const { changes } = made
    const faults = [...this.#going.judge(made.removals, this.#raw), ...this.#makes.judgePlan(made.makes, this.#raw)]
    const keys = new Set<string>()
    for (const change of changes) {
      const key = keyOf(change)
      keys.add(key)
      const shown = shownIn(this.#raw, key)
      if (this.#going.has(key, this.#raw)) faults.push(`${key} is in it, and is to be deleted`)
      if (!this.#touched.has(key)) faults.push(`${key} is in it, and nobody edited it`)
      if (!this.#isOurs(change.level, change.field)) faults.push(`${key} is in it, and is not the hub’s`)
      if (
        this.#wanted.has(key) &&
        !this.#others.has(key) &&
        !alike(spelled(change.field, change.after), spelled(change.field, this.#wanted.get(key)))
      )
        faults.push(`${key} is to be ${plain(change.after)}, and was set to ${plain(this.#wanted.get(key))}`)
      if (this.#unseen.has(key)) continue
      if (
        alike(shown, kept(change.field, change.after)) &&
        !alike(shown, spelled(change.field, change.after)) === false
      )
        faults.push(`${key} is in it, and shows ${plain(shown)} already`)
      if (!alike(shown, spelled(change.field, change.before)))
        faults.push(`${key} shows ${plain(shown)} and not ${plain(change.before)}`)
    }
    for (const [key, value] of this.#wanted) {
      const [level, , field = ''] = key.split(' ') as [Level, string, string]
      const isGone = this.#going.has(key, this.#raw) || !this.#raw.has(key.split(' ', 2).join(' '))
      if (
        isGone ||
        keys.has(key) ||
        this.#others.has(key) ||
        !this.#isOurs(level, field) ||
        !witnessed(level).includes(field)
      )
        continue
      if (!alike(shownIn(this.#raw, key), kept(field, value)))
        faults.push(`${key} was set to ${plain(value)}, shows ${plain(shownIn(this.#raw, key))}, and is not in it`)
    }
    this.#count('planned', changes.length)
    return faults
  }

  async #leaveOut(made: MadePlan, which: number | Level): Promise<MadePlan> {
    if (which === 0) return made
    const isLeftOut = ({ level }: StoredChange, at: number) =>
      typeof which === 'number' ? at % which === 0 : level === which
    const seqs = [...made.makes, ...made.changes]
      .filter((change, at) => change.state === 'planned' && isLeftOut(change, at))
      .map(({ seq }) => seq)
    await this.world.leaveOut(made.plan.id, seqs)
    this.#count('left out', seqs.length)
    const left = await this.world.read(made.plan.id)
    expectNone(
      'Left out',
      left.changes.filter(({ seq, state }) => seqs.includes(seq) && state !== 'left_out').map(keyOf),
    )
    return left
  }

  async #applyAndJudge(
    planned: MadePlan,
    finish: () => Promise<MadePlan>,
    { superseded, seen }: { superseded: ReadonlySet<string>; seen: RawStore },
  ): Promise<MadePlan> {
    const { world } = this
    const before = this.#raw
    const from = world.exchanges.length
    await world.begin(planned.plan.id)
    const ended = await finish()
    this.#raw = await rawStore(world.store)
    const exchanges = world.exchanges.slice(from)
    const application = {
      ...{ planned: planned.changes, things: planned.things, ended: ended.changes },
      removals: { planned: planned.removals, ended: ended.removals },
      ...{ makes: planned.makes, made: madeItems(ended.makes, this.#raw) },
      ...{ seen, before, after: this.#raw, exchanges, superseded },
    }
    for (const { kind } of sentFields(exchanges, this.#raw).made) this.#count(`${kind} made`)
    for (const { state, field, reason } of ended.changes) {
      this.#count(state)
      if (/^(brand|categories|customFields)$/.test(field)) this.#count(`${field} ${state}`)
      if (state === 'rejected' && process.env.LAW_REASONS !== undefined) this.#count(`rejected ${field}: ${reason}`)
    }
    for (const { level, state } of [...ended.removals, ...ended.makes]) this.#count(`${level} ${state}`)
    this.#going.settle(ended.removals)
    expectNone('An apply', judgeApplication(application))
    const making = { planned: planned.makes, ended: ended.makes, before, after: this.#raw, exchanges }
    expectNone(
      'An apply that makes',
      this.#makes.settle(making, (level, field) => this.#isOurs(level, field)),
    )
    await this.#keepMade(application.made, ended)
    // What it met was seen.
    for (const change of planned.changes) if (change.state === 'planned') this.#unseen.delete(keyOf(change))
    return ended
  }
}

async function refusalOf(deed: Promise<unknown>): Promise<string | null> {
  try {
    await deed
    return null
  } catch (error) {
    if (error instanceof HubError) return error.code
    throw error
  }
}

function expectNone(where: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(`${where}: ${faults.slice(0, 12).join('\n  ')}`)
}
