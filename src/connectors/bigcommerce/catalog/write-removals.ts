import type { Read } from '../../../connector/catalog.ts'
import type { Outcome, StoreItem } from '../../../connector/writer.ts'
import type { Answer } from '../client/answer.ts'
import type { StoreApi, WriteNeeds } from '../client/request.ts'
import { keepPictures, type PictureTools } from '../images/keep-pictures.ts'
import { failureOf } from './failures.ts'
import { idOf, isRawRow } from './read-fields.ts'
import { type Complaint, verdictOf } from './write-refusal.ts'

interface RemovalTools {
  readonly api: StoreApi
  /** For sentences. */
  readonly host: string
  readonly pictures: PictureTools | null
  readonly needs: WriteNeeds
}

/**
 * Deletes one product, or one variant, at its own address: the list's address deletes whatever a filter finds, and all
 * that a filter finds which was not understood. What is not there any more counts as deleted.
 */
export async function removeItem({ api, host, pictures, needs }: RemovalTools, item: StoreItem): Promise<Outcome> {
  const { listingId, images } = item
  if (pictures !== null && !(await keepPictures(pictures, listingId, images, needs.signal))) return notKept
  const answer = await api.delete(pathOf(item), needs)
  if (isGone(answer)) return { status: 'applied' }
  const verdict = verdictOf(answer, 'product', host)
  switch (verdict.kind) {
    case 'ended':
      return verdict.outcome
    case 'refused':
      return refused(item, verdict.complaints)
    // Of several statuses at once nobody can say whether the one thing is gone.
    default:
      return untold
  }
}

const multiStatus = 207

function isGone({ kind, status }: Answer): boolean {
  return kind === 'empty' || kind === 'not_found' || (kind === 'ok' && status !== multiStatus)
}

/** Whether the store has a product, or a variant of one. */
export async function hasItem(
  api: Pick<StoreApi, 'get'>,
  host: string,
  item: Pick<StoreItem, 'listingId' | 'offerId'>,
  signal?: AbortSignal,
): Promise<Read<boolean>> {
  const path = item.offerId === null ? `${pathOf(item)}?include_fields=sku` : pathOf(item)
  const answer = await api.get(path, signal === undefined ? {} : { signal })
  if (answer.kind === 'not_found') return { ok: true, value: false }
  const json = answer.kind === 'ok' && isRawRow(answer.json) ? answer.json.data : null
  if (isRawRow(json) && idOf(json.id) === (item.offerId ?? item.listingId)) return { ok: true, value: true }
  return { ok: false, failure: failureOf(answer, host) }
}

function pathOf({ listingId, offerId }: Pick<StoreItem, 'listingId' | 'offerId'>): string {
  const product = `/v3/catalog/products/${encodeURIComponent(listingId)}`
  return offerId === null ? product : `${product}/variants/${encodeURIComponent(offerId)}`
}

const notKept: Outcome = {
  status: 'rejected',
  reason: 'The hub could not fetch all of its pictures, so nobody could show them again. Nothing was deleted.',
  fix: 'Make a new plan: it shows which pictures would be lost, and lets you send it all the same.',
}

const untold: Outcome = {
  status: 'unknown',
  reason: 'The store’s answer does not say whether it was deleted. The hub will look.',
}

function refused({ offerId }: StoreItem, complaints: readonly Complaint[]): Outcome {
  const what = offerId === null ? 'product' : 'variant'
  const said = [...new Set(complaints.map(one => one.said.replace(/\.$/, '')))]
  const says = said.length === 0 ? '' : ` It says: “${said.join('”, “')}”.`
  return {
    status: 'rejected',
    reason: `The store does not delete this ${what}.${says}`,
    fix: `Delete it in BigCommerce, which says what keeps it, or leave it and hide the product.`,
  }
}
