import type { FieldWrites, Outcome, WriteResult } from '../../../connector/writer.ts'
import type { Delta, Fields } from '../../../domain/layers.ts'
import type { Level } from '../../../domain/plan.ts'
import { HubError } from '../../../runtime/errors.ts'
import { listOf } from '../client/loose.ts'
import { idOf, isRawRow, type RawRow } from './read-fields.ts'
import { outcomesOf } from './write-compare.ts'
import { shownIn, writtenFields } from './write-fields.ts'
import { faultOf, faultOfIds } from './write-limits.ts'
import { type Complaint, goneOutcome, unfoundOutcome, type Verdict, variantGoneOutcome } from './write-refusal.ts'
import { rejection } from './write-words.ts'

/** One row of a batch. */
export interface BatchWrite extends FieldWrites {
  readonly remoteId: string
  /** The product: itself, or that of the variant. */
  readonly listingId: string
}

/** What the store shows of some rows: those that are there, and the products that are. */
export interface ReadBack {
  readonly rows: ReadonlyMap<string, Fields>
  readonly listings: ReadonlySet<string>
}

export interface BatchTools {
  readonly level: Level
  /** One request. */
  readonly send: (writes: readonly BatchWrite[]) => Promise<Verdict>
  /** Null where it could not be read. */
  readonly readBack: (writes: readonly BatchWrite[]) => Promise<ReadBack | null>
}

const lostAfter207: Outcome = {
  status: 'unknown',
  reason: 'The store saved a part of this and could not be read afterwards. The hub will look.',
}
const notSent: Outcome = {
  status: 'deferred',
  reason: 'This was not sent, as the answer to what was sent before it was lost. Nothing was written.',
}
const untold: Outcome = {
  status: 'unknown',
  reason: 'The store’s answer does not show it. The hub will look.',
}

/** What is known to be refused: it is not sent. */
function unsendable(level: Level, { fields }: BatchWrite): Record<string, Outcome> {
  const outcomes: Record<string, Outcome> = {}
  for (const [name, value] of Object.entries(fields)) {
    const reason = faultOf(level, name, value) ?? faultOfIds(level, name, value)
    if (reason !== null) outcomes[name] = { status: 'rejected', reason, fix: 'Change it, then make a new plan.' }
  }
  return outcomes
}

/**
 * Writes rows with as few requests as the store's answers allow: with one, unless it refuses some of them. Then it is cut
 * in two until each of those is found, so that all others are written: no more requests than twice the rows, and one for
 * each field at fault.
 */
export async function writeBatch(writes: readonly BatchWrite[], tools: BatchTools): Promise<WriteResult[]> {
  const work = new BatchWork(writes, tools)
  await work.run()
  return work.results
}

class BatchWork {
  readonly #tools: BatchTools
  readonly #queue: (readonly BatchWrite[])[]
  readonly #results: Map<string, Result>

  constructor(writes: readonly BatchWrite[], tools: BatchTools) {
    this.#tools = tools
    this.#results = new Map(
      writes.map(write => [
        write.remoteId,
        {
          names: Object.keys(write.fields),
          outcomes: unsendable(tools.level, write),
          shows: null,
          alsoShows: null,
        },
      ]),
    )
    const batch = writes.flatMap(write => this.#unsettled(write))
    this.#queue = batch.length === 0 ? [] : [batch]
  }

  /** The write without the fields of which it is known what became of them; nothing where that is all of them. */
  #unsettled(write: BatchWrite): BatchWrite[] {
    const outcomes = this.#results.get(write.remoteId)?.outcomes ?? {}
    const left = Object.entries(write.fields).filter(([name]) => outcomes[name] === undefined)
    return left.length === 0 ? [] : [{ ...write, fields: Object.fromEntries(left) }]
  }

  get results(): WriteResult[] {
    return [...this.#results.values()].map(({ outcomes, shows, alsoShows }) => ({ outcomes, shows, alsoShows }))
  }

  async run(): Promise<void> {
    let isFirst = true
    for (let batch = this.#queue.shift(); batch !== undefined; batch = this.#queue.shift()) {
      const verdict = isFirst ? await this.#tools.send(batch) : await this.#sendUnlessHeld(batch)
      isFirst = false
      if (verdict.kind === 'shown') this.#settleShown(batch, verdict.json)
      else if (verdict.kind === 'partly') await this.#settlePartly(batch, verdict.complaints)
      else if (verdict.kind === 'missing') await this.#settleMissing(batch, verdict.complaints)
      else if (verdict.kind === 'refused') this.#settleRefused(batch, verdict.complaints)
      else {
        this.#settle(batch, verdict.outcome)
        const { outcome } = verdict
        for (const left of this.#queue.splice(0)) this.#settle(left, outcome.status === 'unknown' ? notSent : outcome)
      }
    }
  }

  /** Where the gate is closed after a part was sent, what became of that part must not be lost. */
  async #sendUnlessHeld(batch: readonly BatchWrite[]): Promise<Verdict> {
    try {
      return await this.#tools.send(batch)
    } catch (error) {
      if (!(error instanceof HubError)) throw error
      return { kind: 'ended', outcome: { status: 'deferred', reason: `${error.message} Nothing was written.` } }
    }
  }

  #settle(batch: readonly BatchWrite[], outcome: Outcome): void {
    for (const { remoteId, fields } of batch) {
      this.#add(remoteId, Object.fromEntries(Object.keys(fields).map(name => [name, outcome])))
    }
  }

  #add(remoteId: string, outcomes: Readonly<Record<string, Outcome>>): void {
    Object.assign(this.#results.get(remoteId)?.outcomes ?? {}, outcomes)
  }

  #show(remoteId: string, all: Fields): void {
    const result = this.#results.get(remoteId)
    if (result !== undefined)
      result.shows = Object.fromEntries(
        result.names.flatMap(name => (all[name] === undefined ? [] : [[name, all[name]]])),
      )
  }

  #settleShown(batch: readonly BatchWrite[], json: unknown): void {
    const rows = new Map((listOf(json) ?? []).filter(isRawRow).map(row => [idOf(row.id), row]))
    for (const write of batch) {
      const row = rows.get(write.remoteId)
      if (row === undefined) {
        this.#settle([write], untold)
        continue
      }
      const { level } = this.#tools
      const told = shownIn(level, row)
      const outcomes = outcomesOf(level, write, told.shows)
      for (const name of Object.keys(write.fields)) if (told.untold.has(name)) outcomes[name] = untold
      this.#add(write.remoteId, outcomes)
      const result = this.#results.get(write.remoteId)
      if (result === undefined || result.names.some(name => told.untold.has(name))) continue
      this.#show(write.remoteId, told.shows)
      if ('sku' in write.fields && isShared(level, row)) result.alsoShows = { sku: told.shows.sku ?? null }
    }
  }

  async #settlePartly(batch: readonly BatchWrite[], complaints: readonly Complaint[]): Promise<void> {
    const { level, readBack } = this.#tools
    const now = await readBack(batch)
    if (now === null) return this.#settle(batch, lostAfter207)
    const untouched: BatchWrite[] = []
    for (const write of batch) {
      const shows = now.rows.get(write.remoteId)
      if (shows === undefined) {
        this.#settle([write], this.#goneOf(write, now))
        continue
      }
      this.#show(write.remoteId, shows)
      const outcomes = outcomesOf(level, write, shows)
      if (Object.values(outcomes).every(({ status }) => status !== 'applied')) untouched.push(write)
      else this.#add(write.remoteId, this.#explained(outcomes, complaints))
    }
    // Of what was saved with others nothing is known of the reason: alone it gets one of its own.
    if (untouched.length > 0 && untouched.length < batch.length) this.#queue.unshift(untouched)
    else if (untouched.length > 0) this.#settleRefused(untouched, complaints)
  }

  /** What was left out of something that was saved, with what the store said of that field. */
  #explained(
    outcomes: Readonly<Record<string, Outcome>>,
    complaints: readonly Complaint[],
  ): Readonly<Record<string, Outcome>> {
    const { level } = this.#tools
    return Object.fromEntries(
      Object.entries(outcomes).map(([name, outcome]) => {
        const own = outcome.status === 'applied' ? [] : complaintsOf(level, name, complaints)
        return [name, own.length === 0 ? outcome : rejection(level, own)]
      }),
    )
  }

  async #settleMissing(batch: readonly BatchWrite[], complaints: readonly Complaint[]): Promise<void> {
    const now = await this.#tools.readBack(batch)
    if (now === null) return this.#settle(batch, unfoundOutcome)
    const present = batch.filter(({ remoteId }) => now.rows.has(remoteId))
    for (const write of batch) if (!now.rows.has(write.remoteId)) this.#settle([write], this.#goneOf(write, now))
    if (present.length === 0) return
    if (present.length < batch.length) this.#queue.unshift(present)
    else if (complaints.length > 0) this.#settleRefused(batch, complaints)
    else this.#settle(batch, unfoundOutcome)
  }

  #goneOf({ listingId }: BatchWrite, { listings }: ReadBack): Outcome {
    return listings.has(listingId) ? variantGoneOutcome : goneOutcome
  }

  #settleRefused(batch: readonly BatchWrite[], complaints: readonly Complaint[]): void {
    const { level } = this.#tools
    const [write] = batch
    if (batch.length > 1) {
      this.#queue.unshift(...cut(level, batch, complaints))
      return
    }
    if (write === undefined) return
    const names = Object.keys(write.fields)
    const named = names.filter(name => complaintsOf(level, name, complaints).length > 0)
    const atFault = named.length > 0 ? named : names.filter(name => isBehind(level, name, complaints))
    const rejected = atFault.length === 0 ? names : atFault
    for (const name of rejected) {
      const own = complaintsOf(level, name, complaints)
      this.#add(write.remoteId, { [name]: rejection(level, own.length === 0 ? complaints : own) })
    }
    const rest = this.#unsettled(write)
    if (rest.length > 0) this.#queue.unshift(rest)
  }
}

interface Result {
  readonly names: readonly string[]
  readonly outcomes: Record<string, Outcome>
  shows: Fields | null
  alsoShows: Delta | null
}

function complaintsOf(level: Level, name: string, complaints: readonly Complaint[]): Complaint[] {
  const remoteName = writtenFields[level].get(name)?.remoteName
  return complaints.filter(complaint => complaint.remoteName === remoteName)
}

/** Documented: a price is hidden only where the product can't be bought. Made buyable, it stands in the way itself. */
function isBehind(level: Level, name: string, complaints: readonly Complaint[]): boolean {
  const { remoteName } = writtenFields[level].get(name) ?? {}
  return remoteName === 'availability' && complaints.some(complaint => complaint.remoteName === 'is_price_hidden')
}

/**
 * The refused rows in two parts: those that can't be meant by what the store says come first, where that tells them from
 * others; otherwise halves.
 */
function cut(level: Level, batch: readonly BatchWrite[], complaints: readonly Complaint[]): (readonly BatchWrite[])[] {
  const suspects = batch.filter(({ fields }) =>
    Object.keys(fields).some(name => complaintsOf(level, name, complaints).length > 0),
  )
  const quoted = suspects.filter(({ fields }) =>
    Object.entries(fields).some(([name, value]) =>
      complaintsOf(level, name, complaints).some(({ said }) => typeof value === 'string' && said.includes(value)),
    ),
  )
  for (const found of [quoted, suspects]) {
    if (found.length === 0 || found.length === batch.length) continue
    return [batch.filter(write => !found.includes(write)), found]
  }
  const half = Math.ceil(batch.length / 2)
  return [batch.slice(0, half), batch.slice(half)]
}

/** A product without options has its SKU in common with its only variant: a write to either changes both. */
function isShared(level: Level, row: RawRow): boolean {
  if (level === 'product') return typeof row.base_variant_id === 'number'
  return row.sku_id === null && Array.isArray(row.option_values) && row.option_values.length === 0
}
