import type { ListPage, Read } from '../../connector/catalog.ts'
import {
  changeChannelCatalog,
  dropUnseenBrands,
  dropUnseenCategories,
  keepBrands,
  keepCategories,
  layCategoryPaths,
} from '../../database/channel-catalog.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import { addRunRows } from '../../database/runs.ts'
import type { RefusedRow } from '../../domain/observed.ts'
import type { RunRow } from '../../domain/run.ts'
import type { PullCheckpoint, PullStep } from './checkpoint.ts'
import { withRemark } from './checkpoint.ts'
import { tryToRead } from './read-page.ts'
import type { PullWork } from './work.ts'

/** 16,000 categories or 30,000 brands are 120 pages; a store that never ends a list must not keep us for ever. */
const pagesMost = 2_000

/** Reads every category of every tree. A store that has none, or won't tell, is no reason not to read its products. */
export async function readCategories(work: PullWork, next: PullStep): Promise<void> {
  const { reader, claim, clock } = work.options
  const { channelId, runId } = claim
  work.enter('categories')
  if (work.checkpoint.trees === null) {
    const read = await tryToRead(() => reader.categoryTrees(), work.tools)
    const trees = read.ok ? read.value.rows : []
    await work.commit(async () => ({
      trees,
      tally: read.ok ? work.tally : withRemark(work.tally, unread('categories', read.failure.sentence)),
      partly: !read.ok,
    }))
  }
  for (let at = work.checkpoint.treeIndex; at < (work.checkpoint.trees?.length ?? 0); at += 1) {
    const treeId = work.checkpoint.trees?.[at]?.remoteId ?? ''
    await readPages(work, {
      what: 'categories',
      pageMost: reader.pageMost,
      read: page => reader.categories(treeId, page),
      keep: (tx, rows) => keepCategories(tx, { channelId, runId, treeId }, rows),
      after: { treeIndex: at + 1 },
    })
  }
  const { trees } = work.checkpoint
  await work.commit(async tx => {
    if (!work.checkpoint.partly) await dropUnseenCategories(tx, channelId, runId)
    await layCategoryPaths(tx, channelId)
    if (!work.checkpoint.partly) {
      await changeChannelCatalog(tx, channelId, { categoriesReadAt: clock.now(), trees: trees ?? [] })
    }
    return { step: next, partly: false }
  })
}

export async function readBrands(work: PullWork, next: PullStep): Promise<void> {
  const { reader, claim, clock } = work.options
  const { channelId } = claim
  work.enter('brands')
  await readPages(work, {
    what: 'brands',
    pageMost: reader.pageMost,
    read: page => reader.brands(page),
    keep: (tx, rows) => keepBrands(tx, claim, rows),
    after: {},
  })
  await work.commit(async tx => {
    if (!work.checkpoint.partly) {
      await dropUnseenBrands(tx, channelId, claim.runId)
      await changeChannelCatalog(tx, channelId, { brandsReadAt: clock.now() })
    }
    return { step: next, partly: false }
  })
}

interface List<T> {
  readonly what: 'categories' | 'brands'
  readonly pageMost: number
  readonly read: (page: number) => Promise<Read<ListPage<T>>>
  readonly keep: (tx: WorkspaceTx, rows: readonly T[]) => Promise<void>
  /** The checkpoint once the list is read. */
  readonly after: Partial<PullCheckpoint>
}

/** Reads a list by page number to its end. One page that cannot be read is named, and passed over. */
async function readPages<T>(work: PullWork, list: List<T>): Promise<void> {
  const { runId } = work.options.claim
  // Those of the lists before this one.
  const before = work.tally[list.what] - work.checkpoint.gotten
  let total: number | null = null
  for (let { page } = work.checkpoint; page <= pagesMost; page += 1) {
    const result = await tryToRead(() => list.read(page), work.tools)
    if (result.ok) total = result.value.total
    const { rows, refused } = result.ok ? result.value : { rows: [], refused: [] }
    const came = rows.length + refused.length
    const gotten = work.checkpoint.gotten + came
    if (total !== null) work.expect({ [list.what]: before + total })
    const last = result.ok ? came === 0 || (total !== null && gotten >= total) : total === null
    const counted = {
      ...work.tally,
      [list.what]: work.tally[list.what] + rows.length,
      requestsLeast: work.tally.requestsLeast + (last ? Math.ceil((total ?? 0) / list.pageMost) : 0),
    }
    const told = result.ok
      ? { tally: counted }
      : { tally: withRemark(counted, unread(list.what, result.failure.sentence)), partly: true }
    await work.commit(async tx => {
      await list.keep(tx, rows)
      await addRunRows(tx, runId, refused.map(toRunRow))
      return last ? { page: 1, gotten: 0, ...told, ...list.after } : { page: page + 1, gotten, ...told }
    })
    if (last) return
  }
}

function unread(what: string, why: string): string {
  return `Not all ${what} could be read: those of the last import stay, and others are shown by the store’s numbers. ${why}`
}

export function toRunRow(row: RefusedRow): RunRow {
  return { ...row, outcome: 'refused' }
}
