import type { ProductsAsk, Read } from '../../connector/catalog.ts'
import { changeChannelCatalog, findChannelCatalog } from '../../database/channel-catalog.ts'
import type { WorkspaceTx } from '../../database/connect.ts'
import { countSeen, keysNotSeen, listingsNotSeen, listingsSeen, markListingsGone } from '../../database/listings.ts'
import { addNewRunRows, addRunRows, countRefused, isRefused } from '../../database/runs.ts'
import { tooManyMissing } from '../../domain/missing.ts'
import type { RunRow } from '../../domain/run.ts'
import { withRemark } from './checkpoint.ts'
import { mustRead, tryToRead } from './read-page.ts'
import { readAgain } from './read-products.ts'
import type { PullWork } from './work.ts'

const rowsAtATime = 1_000
const pagesMost = 8_000
/** A store that changes all the time never stands still for a count. */
const looksMost = 3

/**
 * Holds what was taken against what the store says it has now. Where the numbers differ, all keys are read once more:
 * what did not come is fetched, and what is no longer there is named.
 */
export async function verifyTotal(work: PullWork): Promise<void> {
  const { reader, db, claim } = work.options
  work.enter('changes')
  for (let look = 1; look <= looksMost; look += 1) {
    const { total, lastKey } = await mustRead(() => reader.snapshot(), work.tools)
    const { products } = await countSeen(db, claim.channelId, claim.runId)
    const refused = await countRefused(db, claim.runId)
    await work.commit(async () => ({ tally: { ...work.tally, storeSaysNow: total } }))
    if (total === null || look === looksMost || work.checkpoint.ignoresKeys) break
    // As many were made as deleted, perhaps: then the last one is new.
    if (total === products + refused && (await isAccountedFor(work, lastKey))) break
    await lookOnceMore(work)
  }
}

async function isAccountedFor({ options }: PullWork, remoteId: string | null): Promise<boolean> {
  const { db, claim } = options
  if (remoteId === null) return true
  const unseen = await keysNotSeen(db, claim.channelId, claim.runId, [remoteId])
  return unseen.length === 0 || (await isRefused(db, claim.runId, remoteId))
}

/** Reads all keys of the store, which are small, and compares them with what this run has seen. */
async function lookOnceMore(work: PullWork): Promise<void> {
  const { reader, db, claim } = work.options
  const present = new Set<string>()
  let after: string | null = null
  for (let page = 1; page <= pagesMost; page += 1) {
    const ask: ProductsAsk = { after, limit: reader.pageMost }
    const read: Read<readonly string[]> = await tryToRead(() => reader.keys(ask), work.tools)
    if (!read.ok) return
    const keys: string[] = read.value.filter(key => key !== '' && !present.has(key))
    if (keys.length === 0) break
    for (const key of keys) present.add(key)
    after = keys.reduce((most, key) => (reader.isAfter(key, most) ? key : most), after ?? keys[0] ?? '')
  }
  const unseen: string[] = []
  const all = [...present]
  for (let from = 0; from < all.length; from += rowsAtATime) {
    unseen.push(...(await keysNotSeen(db, claim.channelId, claim.runId, all.slice(from, from + rowsAtATime))))
  }
  await readAgain(work, unseen)
  await nameDeleted(work, present)
}

/** Of what this run has seen, what is no longer among the keys: deleted since, if its own address says so too. */
async function nameDeleted(work: PullWork, present: ReadonlySet<string>): Promise<void> {
  const { reader, db, claim } = work.options
  const suspects = (await listingsSeen(db, claim.channelId, claim.runId)).filter(id => !present.has(id))
  for (const remoteId of suspects.slice(0, rowsAtATime)) {
    if (await mustRead(() => reader.exists(remoteId), work.tools)) continue
    await work.commit(async tx => {
      await addDeleted(tx, work, [remoteId])
      return {}
    })
  }
}

/** Names products that this run has seen and that were deleted before it ended. */
export async function addDeleted(tx: WorkspaceTx, work: PullWork, remoteIds: readonly string[]): Promise<void> {
  const { keeping } = work
  const gone = await markListingsGone(tx, keeping.channelId, remoteIds, keeping.at)
  const reason = 'It was deleted in the store while the import went on.'
  await addRunRows(
    tx,
    keeping.runId,
    gone.map(row => toRow(row, 'deleted', reason)),
  )
}

function toRow(
  row: { remoteId: string; name: string; sku: string },
  outcome: RunRow['outcome'],
  reason: string,
): RunRow {
  return { ...row, outcome, kind: 'product', reason, came: '' }
}

/**
 * Marks what a complete sweep did not show, and whose own address answers that it is not there, as gone from the store.
 * Too many at once mark nothing: then the store, or the way to it, is more likely to be wrong than the shop empty.
 */
export async function markMissing(work: PullWork): Promise<void> {
  const { db, claim, reader } = work.options
  const { channelId, runId } = claim
  work.enter('missing')
  const settings = await findChannelCatalog(db, channelId)
  const { present } = await countSeen(db, channelId, runId)
  const limits = { most: settings?.missingMost ?? 20, percentMost: settings?.missingPercentMost ?? 5 }
  const candidates = await listingsNotSeen(db, channelId, { runId, limit: limits.most + 1 })
  if (tooManyMissing({ missing: candidates.length, of: present }, limits)) {
    await holdMissing(work)
    return
  }
  for (const candidate of candidates) {
    const read = await tryToRead(() => reader.exists(candidate.remoteId), work.tools)
    if (!read.ok) {
      const reason = `It was not in the list, and its own address could not be read, so it stays as it is. ${read.failure.sentence}`
      await work.commit(async tx => {
        await addNewRunRows(tx, runId, [{ ...toRow(candidate, 'noted', reason), came: read.failure.came }])
        return {}
      })
      continue
    }
    if (read.value) {
      await readAgain(work, [candidate.remoteId])
      await work.commit(async () => ({
        tally: withRemark(
          work.tally,
          'The store left products out of its list that are there under their own address.',
        ),
      }))
      continue
    }
    await work.commit(async tx => {
      const gone = await markListingsGone(tx, channelId, [candidate.remoteId], work.keeping.at)
      const reason =
        'The store no longer has it: it was not in the list, and its own address answers that it is not there.'
      await addRunRows(
        tx,
        runId,
        gone.map(row => toRow(row, 'gone', reason)),
      )
      return {}
    })
  }
}

/** Names all that are missing, and leaves them as they are until the merchant says what is true. */
async function holdMissing(work: PullWork): Promise<void> {
  const { db, claim } = work.options
  const reason = 'It is missing in the store’s list, but too many are at once: nothing was marked.'
  await work.commit(async tx => {
    const missing = await listingsNotSeen(db, claim.channelId, { runId: claim.runId, limit: 1_000_000 })
    await addNewRunRows(
      tx,
      claim.runId,
      missing.map(row => toRow(row, 'held', reason)),
    )
    await changeChannelCatalog(tx, claim.channelId, { heldRunId: claim.runId })
    return {}
  })
}
