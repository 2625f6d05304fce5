import type { ProductsPage, ReadFailure } from '../../connector/catalog.ts'
import { namesOf } from '../../database/channel-catalog.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import { dataRefusal } from '../../database/data-refused.ts'
import { learnCatalogShape, namesOfListings } from '../../database/listings.ts'
import { addNewRunRows, addRunRows } from '../../database/runs.ts'
import type { ObservedProduct } from '../../domain/observed.ts'
import type { RunRow } from '../../domain/run.ts'
import { addCounts, type PullCheckpoint, type PullStep, type Tally, withRemark } from './checkpoint.ts'
import { type Kept, keepProducts, meetingKeys, shapeProducts } from './keep-products.ts'
import { readBrands, readCategories, toRunRow } from './read-lists.ts'
import { mustRead, type ReadPage, readPage, tryToRead, unusableReason } from './read-page.ts'
import type { ShapedProduct } from './shape-product.ts'
import { addKept, type PullWork } from './work.ts'

/** A million products in pages of 250, twice over; a store that never ends must not keep us for ever. */
const pagesMost = 8_000
/** Changes are asked for from a little before the last look: clocks differ, and dates are told to the second. */
export const overlapMs = 10 * 60_000

const clocksDifferMs = 5 * 60_000

/** Asks the store how much it has, before anything else: what the account is held against. */
export async function takeSnapshot(work: PullWork, next: PullStep): Promise<void> {
  const { reader, mode } = work.options
  work.enter(mode === 'full' ? 'products' : 'changes')
  const snapshot = await mustRead(() => reader.snapshot(), work.tools)
  await work.commit(async () => {
    const total = snapshot.total ?? 0
    const least = Math.ceil(total / reader.pageMost) + Math.ceil(total / reader.detailsMost) + 2
    return {
      step: next,
      snapshot: { total: snapshot.total, lastKey: snapshot.lastKey, at: snapshot.storeTime?.toISOString() ?? null },
      tally: mode === 'full' ? { ...work.tally, requestsLeast: work.tally.requestsLeast + least } : work.tally,
    }
  })
}

/** Reads all products by key or, of a store that ignores keys, by page number. `changedSince`: only what has changed. */
export async function readProducts(work: PullWork, next: PullStep, changedSince?: Date): Promise<void> {
  work.enter(work.options.mode === 'full' && changedSince === undefined ? 'products' : 'changes')
  const ask = async ({ after, byPage, limit }: Place) => {
    const since = changedSince === undefined ? {} : { changedSince }
    const place = byPage === null ? {} : { page: byPage.next }
    const pageMost = byPage === null ? limit : work.options.reader.pageMost
    const result = await readPage(work.options.reader, { after, limit: pageMost, ...since, ...place }, work.tools)
    return { result, shaped: await shapeAhead(work, result) }
  }
  let at: Place = work.checkpoint
  let asked = ask(at)
  // The page that is perhaps still being written.
  let before: PageInHand = { keys: new Set(), done: Promise.resolve(true) }
  let mayGoAhead = true
  try {
    for (let count = 1; count <= pagesMost; count += 1) {
      const { result, shaped } = await asked
      if (shaped === null && result.kind === 'page') {
        await before.done
        await readNewNames(work, result.page)
      }
      const step = nextPlace(at, result, work.options.reader.pageMost)
      at = { ...at, ...step.place }
      if (!step.last) {
        // The next page is on its way while the database has this one to write.
        asked = ask(at)
        asked.catch(() => {})
      }
      const place = step.last ? { step: next, after: null, byPage: null } : step.place
      const { keys: keysBefore, done } = before
      const keys = shaped === null ? null : meetingKeys(shaped)
      const beside = mayGoAhead && keys !== null && keysBefore !== null && keys.isDisjointFrom(keysBefore)
      before = { keys, done: keepPage(work, result, place, { changedSince, shaped, before: done, beside }) }
      before.done.catch(() => {})
      // Two are in hand at most. A store whose products are known already gains nothing by going ahead.
      if (!(await done)) mayGoAhead = false
      if (count === 1) {
        await before.done
        await learnCatalogShape(work.options.db)
      }
      if (step.last) {
        await before.done
        return
      }
    }
  } finally {
    // Whatever ends this, nobody writes any more.
    await before.done.catch(() => {})
  }
}

/**
 * Shapes a page before it is its turn, while the database writes the one before. Null where the names of its brands and
 * categories may not be there yet, or cannot be had just now: then it is shaped when it is kept.
 */
async function shapeAhead(work: PullWork, result: ReadPage): Promise<readonly ShapedProduct[] | null> {
  if (result.kind !== 'page' || work.checkpoint.trees === null) return null
  const { db, claim } = work.options
  return shapeProducts(db, claim.channelId, result.page.rows).catch(() => null)
}

/** Brands and categories are read where a product has one that was made since: otherwise it would show a number. */
async function readNewNames(work: PullWork, page: ProductsPage): Promise<void> {
  // They were read by this very run.
  if (work.checkpoint.trees !== null) return
  const { db, claim } = work.options
  const brandIds = [...new Set(page.rows.map(row => row.brandRemoteId).filter(id => id !== null))]
  const categoryIds = [...new Set(page.rows.flatMap(row => row.categoryRemoteIds))]
  const { brands, categories } = await namesOf(db, claim.channelId, { brandIds, categoryIds })
  if (brands.size === brandIds.length && categories.size === categoryIds.length) return
  await readCategories(work, work.checkpoint.step)
  await readBrands(work, work.checkpoint.step)
  work.enter('changes')
}

type Place = Pick<PullCheckpoint, 'after' | 'byPage' | 'limit'>

interface NextPlace {
  readonly last: boolean
  readonly place: Place
}

interface PageInHand {
  /** By which of its products another page may meet it; null where that is not known. */
  readonly keys: ReadonlySet<string> | null
  /** False where it was to go ahead of the page before it, and could not. */
  readonly done: Promise<boolean>
}

/** Where to go on after a page. */
function nextPlace({ after, byPage, limit }: Place, result: ReadPage, pageMost: number): NextPlace {
  if (result.kind === 'unreadable') return { last: false, place: { after: result.remoteId, byPage, limit } }
  const { page } = result
  if (page.ignoredSince) return { last: true, place: { after, byPage, limit } }
  if (byPage === null && (page.ignoredKey || page.ignoredOrder)) {
    // A whole page that was asked for without a key, or in spite of one, is the first one of them all.
    const isFirst = (after === null || page.ignoredKey) && limit === pageMost
    const last = page.rows.length === 0 || (page.last && isFirst)
    return { last, place: { after, byPage: { next: isFirst ? 2 : 1, total: page.total }, limit } }
  }
  if (byPage === null) {
    const key = page.lastKey ?? after
    // Rows came, and none of them has a key: without one there is no way past them.
    return { last: page.last || page.lastKey === null, place: { after: key, byPage, limit: result.limit } }
  }
  // Something was deleted meanwhile, so that the rows have moved up: one page back, for none to slip through.
  const moved = byPage.total !== null && page.total !== null && page.total < byPage.total && byPage.next > 1
  // A store that ignores page numbers too would show the same page for ever.
  const pastTheEnd = page.total !== null && byPage.next > Math.ceil(page.total / pageMost) + 1
  const next = moved ? byPage.next - 1 : byPage.next + 1
  return { last: page.last || pastTheEnd, place: { after, byPage: { next, total: page.total }, limit } }
}

interface HowToKeep {
  readonly changedSince?: Date | undefined
  /** How rows are named; told where it is not as in a sweep. */
  readonly add?: typeof addRunRows
  /** The page's rows, where they were shaped before. */
  readonly shaped?: readonly ShapedProduct[] | null
  /** The page before this one, and whether it may be written beside that. */
  readonly before?: Promise<unknown>
  readonly beside?: boolean
}

/** False where the page was to be written beside the one before it, and could not. */
async function keepPage(
  work: PullWork,
  result: ReadPage,
  place: Partial<PullCheckpoint>,
  how: HowToKeep,
): Promise<boolean> {
  if (result.kind === 'unreadable') {
    await how.before
    await nameUnreadable(work, result.remoteId, result.failure, place)
    return true
  }
  const { page } = result
  try {
    return await keepWholePage(work, page, place, how)
  } catch (error) {
    if (dataRefusal(error) === null) throw error
    await how.before
    // One of the products cannot be kept: it is named, and the rest goes on.
    for (const row of page.rows) await keepAlone(work, row, how)
    await keepWholePage(work, { ...page, rows: [] }, place, { ...how, shaped: [], beside: false })
    return true
  }
}

/** What is named already comes once more with the look for changes afterwards, and where pages overlap. */
function adderOf(
  { options, checkpoint }: PullWork,
  changedSince: Date | undefined,
  { ignoredKey = false }: Partial<ProductsPage>,
): typeof addRunRows {
  const isLookForChanges = options.mode === 'full' && changedSince !== undefined
  return isLookForChanges || ignoredKey || checkpoint.byPage !== null ? addNewRunRows : addRunRows
}

async function nameUnreadable(
  work: PullWork,
  remoteId: string,
  failure: ReadFailure,
  place: Partial<PullCheckpoint>,
): Promise<void> {
  const { channelId, runId } = work.options.claim
  await work.commit(async tx => {
    const { name = '', sku = '' } = (await namesOfListings(tx, channelId, [remoteId])).get(remoteId) ?? {}
    const reason = unusableReason(failure)
    await addNewRunRows(tx, runId, [
      { outcome: 'refused', kind: 'product', remoteId, name, sku, reason, came: failure.came },
    ])
    return place
  })
}

async function keepAlone(work: PullWork, row: ObservedProduct, { changedSince }: HowToKeep): Promise<void> {
  try {
    await work.commit(async tx => {
      // Killed in between, the page is gone through once more.
      const kept = await keepRows(tx, work, [row])
      await nameRows(tx, work, { rows: [row], refused: [] }, kept, { changedSince, add: addNewRunRows })
      return { tally: addPage(work.tally, { rows: [row], unknownFields: {} }, kept) }
    })
  } catch (error) {
    const refusal = dataRefusal(error)
    if (refusal === null) throw error
    const reason = `The hub cannot keep this product as it came: its database refuses it (${refusal}).`
    const came = JSON.stringify(row.fields).slice(0, cameCharactersMost).toWellFormed()
    const named = { kind: 'product' as const, remoteId: row.remoteId, ...calledAs(row), reason, came }
    await work.commit(async tx => {
      await addNewRunRows(tx, work.options.claim.runId, [{ ...named, outcome: 'refused' }])
      return {}
    })
  }
}

const cameCharactersMost = 1_000

async function keepWholePage(
  work: PullWork,
  page: ProductsPage,
  place: Partial<PullCheckpoint>,
  how: HowToKeep,
): Promise<boolean> {
  const { before = Promise.resolve(), beside = false } = how
  const write = async (tx: WorkspaceTx, ahead: boolean) =>
    page.ignoredSince ? null : keepRows(tx, work, page.rows, { ...how, ahead })
  const count = async (tx: WorkspaceTx, kept: Kept | null) => {
    if (kept !== null) await nameRows(tx, work, page, kept, how)
    return { ...place, ...afterPage(work, page, kept, how) }
  }
  if (beside) return work.commitAhead(before, write, count)
  await before
  await work.commit(async tx => count(tx, await write(tx, false)))
  return true
}

/** The tally after a page, and what is known of the store by then. */
function afterPage(work: PullWork, page: ProductsPage, kept: Kept | null, { changedSince }: HowToKeep) {
  const before = work.tally
  // What is read once more because it was edited meanwhile is not more than before.
  const isRepeat = work.options.mode === 'full' && changedSince !== undefined
  const tally = kept === null ? before : isRepeat ? addKept(before, kept) : addPage(before, page, kept)
  const remarks = [
    page.ignoredKey && 'The store ignored where to begin reading, so its products were read by page number.',
    page.ignoredOrder && 'The store ignored in which order to show its products, so they were read by page number.',
    page.ignoredSince && 'The store ignored the question for changes since a date: only full imports find them.',
  ].filter(remark => remark !== false)
  const saidNow = changedSince !== undefined && before.changesSaid === null ? { changesSaid: page.total } : {}
  return {
    ...((page.ignoredKey || page.ignoredOrder) && { ignoresKeys: true }),
    tally: remarks.reduce(withRemark, { ...tally, ...saidNow }),
  }
}

function addPage(tally: Tally, page: Pick<ProductsPage, 'rows' | 'unknownFields'>, kept: Kept): Tally {
  return {
    ...addKept(tally, kept),
    products: tally.products + page.rows.length,
    variants: tally.variants + page.rows.reduce((sum, row) => sum + row.variants.length, 0),
    unknownFields: addCounts(tally.unknownFields, page.unknownFields),
  }
}

async function keepRows(
  tx: WorkspaceTx,
  work: PullWork,
  rows: readonly ObservedProduct[],
  { shaped, ahead = false }: HowToKeep & { ahead?: boolean } = {},
): Promise<Kept> {
  const products = shaped ?? (await shapeProducts(tx, work.keeping.channelId, rows))
  return keepProducts(tx, work.keeping, products, { ahead })
}

/** Names the rows of a page of which there is something to say. */
async function nameRows(
  tx: WorkspaceTx,
  work: PullWork,
  page: Pick<ProductsPage, 'rows' | 'refused'> & Partial<ProductsPage>,
  kept: Kept,
  { changedSince, add = adderOf(work, changedSince, page) }: HowToKeep,
): Promise<void> {
  const isReadAgain = changedSince !== undefined
  const meanwhile = page.rows.map(row => meanwhileRow(work, row, isReadAgain)).filter(row => row !== null)
  const notes = page.rows.flatMap(notesOf)
  await add(tx, work.options.claim.runId, [...page.refused.map(toRunRow), ...notes, ...meanwhile, ...kept.rows])
}

/** Names a product that was made or edited while a full pull went on. */
function meanwhileRow(work: PullWork, row: ObservedProduct, isReadAgain: boolean): RunRow | null {
  const { reader, mode } = work.options
  const { snapshot } = work.checkpoint
  if (mode !== 'full' || snapshot === null) return null
  const from = snapshot.at === null ? null : Date.parse(snapshot.at)
  // A store that ignores in which order it was asked tells a wrong last key, but not wrong dates.
  const isOld = from !== null && row.createdAt !== null && row.createdAt.getTime() < from - clocksDifferMs
  const isNew = !isOld && (snapshot.lastKey === null || reader.isAfter(row.remoteId, snapshot.lastKey))
  const named = { kind: 'product' as const, remoteId: row.remoteId, ...calledAs(row), came: '' }
  if (isNew) return { ...named, outcome: 'made', reason: 'It was made in the store while the import went on.' }
  if (!isReadAgain || from === null || row.modifiedAt === null) return null
  if (row.modifiedAt.getTime() < from) return null
  // Dates are told to the second, so nobody can say whether it was before or after.
  const when =
    row.modifiedAt.getTime() === from ? 'in the second in which the import began' : 'while the import went on'
  return { ...named, outcome: 'edited', reason: `It was edited in the store ${when}, and read again.` }
}

function calledAs(row: ObservedProduct): { name: string; sku: string } {
  const { name, sku } = row.fields
  return { name: typeof name === 'string' ? name : '', sku: typeof sku === 'string' ? sku : '' }
}

function notesOf(row: ObservedProduct): RunRow[] {
  return row.notes.map(({ variantRemoteId, reason, came }) => ({
    outcome: 'noted',
    kind: variantRemoteId === undefined ? 'product' : 'variant',
    remoteId: variantRemoteId ?? row.remoteId,
    ...calledAs(row),
    reason,
    came,
  }))
}

/** Reads some products anew and keeps them, as `readProducts` does with a page; what cannot be read or kept is named. */
export async function readAgain(work: PullWork, remoteIds: readonly string[]): Promise<void> {
  for (let from = 0; from < remoteIds.length; from += idsMost) {
    await readThese(work, remoteIds.slice(from, from + idsMost))
  }
}

async function readThese(work: PullWork, ids: readonly string[]): Promise<void> {
  const read = await tryToRead(() => work.options.reader.productsById(ids), work.tools)
  if (read.ok) {
    // They were asked for by their ids, so in which order they come says nothing.
    const page = { ...read.value, ignoredKey: false, ignoredOrder: false }
    // What is odd about them may have been named when the list was read.
    await keepPage(work, { kind: 'page', page, limit: ids.length }, {}, { add: addNewRunRows })
  } else if (ids.length > 1) {
    for (const id of ids) await readThese(work, [id])
  } else {
    await nameUnreadable(work, ids[0] ?? '', read.failure, {})
  }
}

/** Ids in one address: longer ones are cut off by servers on the way. */
const idsMost = 50
