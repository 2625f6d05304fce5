import type { WorkspaceTx } from '../../database/connect.ts'
import { keepDetails, listingsWithoutDetails } from '../../database/details.ts'
import { namesOfListings } from '../../database/listings.ts'
import { addNewRunRows } from '../../database/runs.ts'
import { masterOf } from '../../domain/fields.ts'
import type { ObservedDetails, RefusedRow } from '../../domain/observed.ts'
import type { PullStep } from './checkpoint.ts'
import { NotAhead } from './keep-products.ts'
import { addDeleted } from './missing.ts'
import { renewOverrides } from './overrides.ts'
import { toRunRow } from './read-lists.ts'
import { type AskTools, mustRead, tryToRead } from './read-page.ts'
import { hashOf } from './shape-product.ts'
import type { PullWork } from './work.ts'

/** How many are asked for at a time: the request budget lets no more through. */
const atATime = 4
/** Answers are written together: a transaction for each of them costs more than the answer. */
const writtenTogether = 100
const idsAtATime = 1_000

/**
 * Reads options and modifiers of all products that this run has seen and not read them of yet, ten at a time, several at
 * once.
 */
export async function readDetails(work: PullWork, next: PullStep | null): Promise<void> {
  const { reader, mode } = work.options
  if (mode === 'changes') work.expect({ details: work.tally.products })
  const giveUp = new AbortController()
  const signal = AbortSignal.any([work.tools.signal, giveUp.signal])
  const sheet = new DetailSheet(work, { ...work.tools, signal })
  const ids = inGroups(idsToRead(work), reader.detailsMost)
  const readAll = async () => {
    for await (const group of ids) await sheet.read(group)
  }
  // What keeps one of them from going on keeps them all: the others need not find that out one after the other.
  const workers = Array.from({ length: atATime }, () => readAll().catch(error => giveUp.abort(error)))
  // All of them, so that nobody writes any more when the first failure is told.
  await Promise.all(workers)
  await sheet.settle()
  giveUp.signal.throwIfAborted()
  await sheet.finish()
  await work.commit(async () => (next === null ? {} : { step: next }))
}

/** Gathers details until there are enough to write. */
class DetailSheet {
  readonly #work: PullWork
  readonly #tools: AskTools
  #rows: ObservedDetails[] = []
  #refused: RefusedRow[] = []
  /** The last two writes. */
  #writing: readonly [older: Promise<void>, newer: Promise<void>] = [Promise.resolve(), Promise.resolve()]

  constructor(work: PullWork, tools: AskTools) {
    this.#work = work
    this.#tools = tools
  }

  async read(ids: readonly string[]): Promise<void> {
    const { reader } = this.#work.options
    const { signal } = this.#tools
    signal.throwIfAborted()
    this.#work.enter('details')
    const result = await tryToRead(() => reader.details(ids, signal), this.#tools)
    if (result.ok) {
      this.#rows.push(...result.value.rows)
      this.#refused.push(...result.value.refused)
      const missing = ids.filter(id => !result.value.rows.some(row => row.remoteId === id))
      for (const id of missing) await this.#lookAfter(id)
    } else if (ids.length > 1) {
      // One of them spoils the answer: each by itself, and the rest goes on.
      for (const id of ids) await this.read([id])
    } else {
      const reason = `Its options and modifiers could not be read. ${result.failure.sentence}`
      this.#refuse(ids[0] ?? '', reason, result.failure.came)
    }
    if (this.#rows.length >= writtenTogether) await this.write()
  }

  /** Two are written at a time, for no product is in both; the others go on reading meanwhile. */
  async write(): Promise<void> {
    const [older, before] = this.#writing
    const next = older.then(() => this.#writeBeside(before))
    next.catch(() => {})
    this.#writing = [before, next]
    await before
  }

  /** Writes what is left. */
  async finish(): Promise<void> {
    await this.write()
    await Promise.all(this.#writing)
  }

  /** Resolves when nobody writes any more, whatever came of it. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#writing)
  }

  async #writeBeside(before: Promise<void>): Promise<void> {
    const [rows, refused] = [this.#rows, this.#refused]
    if (rows.length === 0 && refused.length === 0) return before
    this.#rows = []
    this.#refused = []
    const { keeping } = this.#work
    const write = async (tx: WorkspaceTx, ahead: boolean) => {
      const shared = await keepDetails(tx, keeping, rows.map(toKeep))
      // What several listings share may be in both, and to renew what one shows is to write what the others do.
      if (ahead && shared.length > 0) throw new NotAhead()
      const changed = shared.filter(product => product.changed).map(({ productId }) => productId)
      await renewOverrides(tx, changed)
    }
    const count = async (tx: WorkspaceTx) => {
      await this.#nameRefused(tx, refused)
      const { tally } = this.#work
      return { tally: { ...tally, details: tally.details + rows.length } }
    }
    await this.#work.commitAhead(before, write, count)
  }

  async #nameRefused(tx: WorkspaceTx, refused: readonly RefusedRow[]): Promise<void> {
    const { channelId, runId } = this.#work.keeping
    const ids = refused.map(row => row.remoteId)
    const names = await namesOfListings(tx, channelId, ids)
    const rows = refused.map(row => ({ ...toRunRow(row), ...names.get(row.remoteId), outcome: 'noted' as const }))
    await addNewRunRows(tx, runId, rows)
  }

  /** A product whose details did not come may have been deleted since the list was read. */
  async #lookAfter(remoteId: string): Promise<void> {
    const { reader } = this.#work.options
    if (await mustRead(() => reader.exists(remoteId), this.#tools)) {
      this.#refuse(remoteId, 'Its options and modifiers did not come, though the product is there.', '')
      return
    }
    await this.#work.commit(async tx => {
      await addDeleted(tx, this.#work, [remoteId])
      return {}
    })
  }

  #refuse(remoteId: string, reason: string, came: string): void {
    this.#refused.push({ kind: 'product', remoteId, name: '', sku: '', reason, came })
  }
}

function toKeep({ remoteId, options, modifiers }: ObservedDetails) {
  const details = { ...(options.length > 0 && { options }), ...(modifiers.length > 0 && { modifiers }) }
  return { remoteId, details, master: masterOf(details), hash: hashOf(JSON.stringify(details)) }
}

async function* idsToRead(work: PullWork): AsyncGenerator<string> {
  const { db, claim } = work.options
  for (let after = ''; ; ) {
    const ids = await listingsWithoutDetails(db, claim.channelId, { runId: claim.runId, after, limit: idsAtATime })
    yield* ids
    const last = ids.at(-1)
    if (last === undefined || ids.length < idsAtATime) return
    after = last
  }
}

async function* inGroups(ids: AsyncIterable<string>, size: number): AsyncGenerator<string[]> {
  let group: string[] = []
  for await (const id of ids) {
    group.push(id)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
