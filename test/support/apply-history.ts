import { pauseApply, resumeApply } from '../../src/actions/apply-plan.ts'
import type { Db } from '../../src/database/connect.ts'
import type { ItemChange } from '../../src/database/plan-changes.ts'
import { type OwnerOfField, ownerOf } from '../../src/domain/ownership.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import { HubError } from '../../src/runtime/errors.ts'
import { type FaultRule, SandboxError } from '../../src/sandbox/bigcommerce/index.ts'
import type { EditStep, History, OtherStep, Pull, RemovalStep, Round, Trouble } from './any-edits.ts'
import { alike, judgeApplication, keyOf, plain, removedKey, shownIn } from './apply-judge.ts'
import { ApplyWorld, type MadePlan } from './apply-world.ts'
import {
  changedKeys,
  kept,
  type Level,
  pairsOf,
  RawStore,
  rawStore,
  remoteNameOf,
  sentAs,
  sentFields,
  spelled,
  witnessed,
} from './store-witness.ts'
import { idsOf } from './witness-names.ts'

/** How often a history met what the laws are about: otherwise they say nothing. */
export type Met = Record<string, number>

const machine = { kind: 'machine' } as const
const faultOf: Readonly<Partial<Record<Trouble, Omit<FaultRule, 'match'>>>> = {
  'cut off': { kind: 'reset', times: 1 },
  'answer lost': { kind: 'lost-reply', times: 1 },
  'half an answer': { kind: 'half-body', times: 1 },
  busy: { kind: 'status', status: 503, times: 2 },
}
const writeFaultOf: Readonly<Partial<Record<Trouble, Omit<FaultRule, 'match'>>>> = {
  'part of a batch': { kind: 'partial-batch', times: 1 },
  'field ignored': { kind: 'ignored-fields', fields: ['price', 'name', 'warranty', 'upc'], times: 1 },
  'field refused': { kind: 'ignored-fields', fields: ['price', 'name', 'warranty', 'upc'], status: 207, times: 1 },
}

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
  /** What somebody wants deleted and is not gone yet: `product 12`. */
  readonly #going = new Set<string>()
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
    await this.#askForRemovals(round.removals)
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
    for (const other of round.others) this.#editInStore(other, planned)
    this.#raw = await rawStore(world.store)
    const beforeApply = this.#raw
    const ended = await this.#apply(planned, round, superseded)
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
    if ([...next.changes, ...next.removals].some(({ state }) => state === 'planned')) return
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
  async #undo({ plan, changes }: MadePlan, beforeApply: RawStore): Promise<void> {
    const { world } = this
    const isStill = (change: ItemChange) => {
      const key = keyOf(change)
      const isOthers = this.#bothOf(key).some(one => this.#others.has(one))
      return !isOthers && alike(spelled(change.field, this.#wanted.get(key)), spelled(change.field, change.after))
    }
    const back = changes.filter(change => change.state === 'applied' && isStill(change))
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
    const made = await world.read(planId)
    expectNone('The plan of an undo', this.#judgePlan(made))
    const ended = await this.#applyAndJudge(made, () => world.finish(planId), new Set())
    const refused = new Set(ended.changes.filter(({ state }) => state === 'rejected').map(keyOf))
    expectNone(
      'After an undo',
      back
        .filter(change => !refused.has(keyOf(change)))
        .filter(change => !alike(shownIn(this.#raw, keyOf(change)), shownIn(beforeApply, keyOf(change))))
        .map(
          change =>
            `${keyOf(change)} shows ${plain(shownIn(this.#raw, keyOf(change)))}, and was ${plain(change.before)}`,
        ),
    )
    this.#count('undone', back.length)
    await this.#pull('look')
    const next = await world.plan()
    expectNone(
      'The plan after an undo',
      next.changes.map(keyOf).filter(key => backKeys.has(key) && !refused.has(key)),
    )
    expectNone('The plan after an undo', this.#judgePlan(next))
  }

  async #pull(how: Pull): Promise<void> {
    if (how === 'look') await this.world.look()
    else await this.world.pull(how)
    this.#count(`pulled ${how}`)
    this.#unseen.clear()
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

  async #askForRemovals(steps: readonly RemovalStep[]): Promise<void> {
    const items = steps.flatMap(({ level, at }) => {
      const those = [...this.#raw.values()].filter(item => item.level === level)
      const item = those[at % those.length]
      return item === undefined ? [] : [{ listingId: item.productId, offerId: level === 'product' ? null : item.id }]
    })
    if (items.length === 0) return
    for (const item of await this.world.remove(items)) this.#going.add(removedKey(item))
    this.#count('removals wanted', items.length)
  }

  /** Whether it is to be deleted, by itself or with its product. */
  #isGoing(key: string): boolean {
    const item = key.split(' ', 2).join(' ')
    return this.#going.has(item) || this.#going.has(`product ${this.#raw.get(item)?.productId}`)
  }

  /** What is wanted to go is in a plan, where the store has it still, and nothing else is. */
  #judgeRemovals({ removals }: MadePlan): string[] {
    const planned = new Set(removals.map(removedKey))
    const missing = [...this.#going].filter(
      key => this.#raw.has(key) && !planned.has(key) && !planned.has(`product ${this.#raw.get(key)?.productId}`),
    )
    return [
      ...[...planned]
        .filter(key => !this.#going.has(key))
        .map(key => `${key} is to be deleted, and nobody asked for it`),
      ...missing.map(key => `${key} was to be deleted, and is not in it`),
    ]
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
      ? this.#toldStore(item.level, field, change.after)
      : (this.#anotherName(field, number) ?? another(item.row[remoteName], number))
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

  #toldStore(level: Level, field: string, value: unknown): unknown {
    if (field === 'customFields') return pairsOf(value).map(pair => JSON.parse(pair))
    return field === 'brand' || field === 'categories'
      ? idsOf(field, value, this.#raw.names)
      : sentAs(level, field, value)
  }

  #anotherName(field: string, number: number): unknown {
    const { brands, categories } = this.#raw.names
    if (field === 'customFields') return [['Theirs', `${number}`]]
    if (field !== 'brand' && field !== 'categories') return undefined
    const ids = [...(field === 'brand' ? brands : categories).keys()].map(Number)
    const id = ids[number % Math.max(1, ids.length)]
    return field === 'categories' && id !== undefined ? [id] : id
  }

  /** Each field that is meant otherwise than the store shows it, where the hub owns it, and no other. */
  #judgePlan(made: MadePlan): string[] {
    const { changes } = made
    const faults = this.#judgeRemovals(made)
    const keys = new Set<string>()
    for (const change of changes) {
      const key = keyOf(change)
      keys.add(key)
      const shown = shownIn(this.#raw, key)
      if (this.#isGoing(key)) faults.push(`${key} is in it, and is to be deleted`)
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
      const isGone = this.#isGoing(key) || !this.#raw.has(key.split(' ', 2).join(' '))
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
    const isLeftOut = ({ level }: ItemChange, at: number) =>
      typeof which === 'number' ? at % which === 0 : level === which
    const seqs = made.changes
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

  #apply(planned: MadePlan, round: Round, superseded: ReadonlySet<string>): Promise<MadePlan> {
    return this.#applyAndJudge(planned, () => this.#withTrouble(planned.plan.id, round), superseded)
  }

  async #applyAndJudge(
    planned: MadePlan,
    finish: () => Promise<MadePlan>,
    superseded: ReadonlySet<string>,
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
      ...{ before, after: this.#raw, exchanges, superseded },
    }
    for (const { kind } of sentFields(exchanges, this.#raw).made) this.#count(`${kind} made`)
    for (const { state, field, reason } of ended.changes) {
      this.#count(state)
      if (/^(brand|categories|customFields)$/.test(field)) this.#count(`${field} ${state}`)
      if (state === 'rejected' && process.env.LAW_REASONS !== undefined) this.#count(`rejected ${field}: ${reason}`)
    }
    for (const removal of ended.removals) {
      this.#count(`${removal.level} ${removal.state}`)
      if (removal.state === 'applied') this.#going.delete(removedKey(removal))
    }
    expectNone('An apply', judgeApplication(application))
    // What it met was seen.
    for (const change of planned.changes) if (change.state === 'planned') this.#unseen.delete(keyOf(change))
    return ended
  }

  async #withTrouble(planId: string, { trouble, after }: Round): Promise<MadePlan> {
    const { world } = this
    const fault = faultOf[trouble]
    const writeFault = writeFaultOf[trouble]
    if (trouble === 'killed' || trouble === 'paused') return this.#interrupted(planId, trouble, after)
    const added =
      fault !== undefined
        ? world.store.faults.add({ ...fault, after, match: { path: '**' } })
        : writeFault !== undefined
          ? world.store.faults.add({ ...writeFault, after: after % 2, match: { method: 'PUT', path: '**' } })
          : null
    try {
      return await world.finish(planId)
    } finally {
      if ((added?.hits ?? 0) > 0) this.#count(trouble)
      added?.remove()
    }
  }

  /** The hub dies, or somebody pauses the plan, at some request of it; then it goes on. */
  async #interrupted(planId: string, how: 'killed' | 'paused', after: number): Promise<MadePlan> {
    const { inWorkspace: db, tools } = this.world.bench
    const stop = new AbortController()
    let met = 0
    let pausing: Promise<unknown> | null = null
    const deaf = this.world.store.journal.onExchange(({ requestHeaders }) => {
      if (requestHeaders['user-agent'] !== 'Hub') return
      met += 1
      if (met !== after + 1) return
      this.#count(how)
      if (how === 'killed') stop.abort(new Error('The hub is killed'))
      else pausing = pauseApply(machine, db, tools, planId).catch(() => undefined)
    })
    try {
      await this.world.turn(planId, { stop })
    } catch (error) {
      if (!stop.signal.aborted) throw error
    } finally {
      deaf()
    }
    await pausing
    const { plan } = await this.world.read(planId)
    if (plan.state !== 'applying') return this.world.read(planId)
    if (plan.pausedAt !== null) await resumeApply(machine, db, tools, planId)
    return this.world.finish(planId)
  }
}

/** Another value of the same kind; undefined where there is none to be sure of. */
function another(shown: unknown, number: number): unknown {
  if (typeof shown === 'boolean') return !shown
  if (typeof shown === 'number') return Number.isInteger(shown) ? number % 100 : number / 4
  const isChoice = typeof shown === 'string' && /^[A-Za-z]{3,10}$/.test(shown)
  return typeof shown === 'string' && !isChoice ? `Theirs ${number}` : undefined
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
