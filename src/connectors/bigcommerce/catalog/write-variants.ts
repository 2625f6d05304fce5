import type { CatalogReader, Read } from '../../../connector/catalog.ts'
import type { HolderOfSku, Made, OptionValueToMake, StoreOption, VariantToMake } from '../../../connector/writer.ts'
import type { FieldPart } from '../../../domain/fields.ts'
import type { Answer } from '../client/answer.ts'
import { listOf } from '../client/loose.ts'
import type { StoreApi, WriteNeeds } from '../client/request.ts'
import { failureOf } from './failures.ts'
import { idOf, isRawRow } from './read-fields.ts'
import { rowMembers } from './write-fields.ts'
import { goneOutcome, verdictOf } from './write-refusal.ts'
import { rejection } from './write-words.ts'

/** The options of a product as its store shows them now; null where the product is gone. */
export async function readOptions(
  reader: CatalogReader,
  listingId: string,
  signal?: AbortSignal,
): Promise<Read<readonly StoreOption[] | null>> {
  const read = await reader.details([listingId], signal)
  if (!read.ok) return read
  const found = read.value.rows.find(({ remoteId }) => remoteId === listingId)
  return { ok: true, value: found === undefined ? null : found.options.flatMap(optionOf) }
}

function optionOf(part: FieldPart): StoreOption[] {
  if (typeof part === 'string') return []
  const values = Array.isArray(part.values) ? (part.values as unknown[]).filter(isRawRow) : []
  return [
    {
      remoteId: String(part.remoteId),
      name: String(part.name),
      type: String(part.type),
      values: values.map(({ remoteId, label, sortOrder }) => ({
        remoteId: String(remoteId),
        label: String(label),
        sortOrder: Number(sortOrder),
      })),
    },
  ]
}

/** Which variant of the store has a SKU, whatever case it is written in; null where none has it. */
export async function findSku(
  api: StoreApi,
  host: string,
  sku: string,
  signal?: AbortSignal,
): Promise<Read<HolderOfSku | null>> {
  const path = `/v3/catalog/variants?sku=${encodeURIComponent(sku)}&limit=250`
  const answer = await api.get(path, signal === undefined ? {} : { signal })
  if (answer.kind === 'empty' && answer.status === 204) return { ok: true, value: null }
  const rows = answer.kind === 'ok' ? listOf(answer.json) : null
  if (rows === null) return { ok: false, failure: failureOf(answer, host) }
  // A store that ignores a filter shows others, too.
  const same = (row: Readonly<Record<string, unknown>>) => String(row.sku ?? '').toLowerCase() === sku.toLowerCase()
  const row = rows.filter(isRawRow).find(same)
  const [listingId, offerId] = [idOf(row?.product_id), idOf(row?.id)]
  return { ok: true, value: listingId === null || offerId === null ? null : { listingId, offerId } }
}

/** Their values are a text alone; others need a color, a picture or a product with it. */
const plainTypes: ReadonlySet<string> = new Set(['radio_buttons', 'rectangles', 'dropdown'])
const labelCharactersMost = 255

/** What keeps an option from getting one more value, with what to do; null where it can. */
export function valueFaultOf({ name, type }: Pick<StoreOption, 'name' | 'type'>, label: string): string | null {
  const { length } = [...label]
  if (length > labelCharactersMost) {
    return `The value “${label.slice(0, 60)}” of “${name}” has ${length} characters and BigCommerce takes ${labelCharactersMost}: make it shorter.`
  }
  return plainTypes.has(type)
    ? null
    : `“${name}” is an option whose values have a color, a picture or a product with them: add “${label}” to it in BigCommerce, and import again.`
}

/** Gives an option of a product one more value, with one request. */
export async function makeOptionValue(
  api: StoreApi,
  host: string,
  { listingId, optionRemoteId, label, sortOrder }: OptionValueToMake,
  needs: WriteNeeds,
): Promise<Made> {
  const path = `/v3/catalog/products/${listingId}/options/${optionRemoteId}/values`
  return madeBy(await api.post(path, JSON.stringify({ label, sort_order: sortOrder }), needs), host)
}

/** Makes a variant of a product, with one request. */
export async function makeVariant(
  api: StoreApi,
  host: string,
  { listingId, fields, optionValues }: VariantToMake,
  needs: WriteNeeds,
): Promise<Made> {
  const chosen = optionValues.map(one => `{"option_id":${one.optionRemoteId},"id":${one.valueRemoteId}}`)
  const members = [...rowMembers('variant', fields), `"option_values":[${chosen.join(',')}]`]
  return madeBy(await api.post(`/v3/catalog/products/${listingId}/variants`, `{${members.join(',')}}`, needs), host)
}

function madeBy(answer: Answer, host: string): Made {
  const verdict = verdictOf(answer, 'variant', host)
  switch (verdict.kind) {
    case 'partly':
    case 'shown': {
      const row = answer.kind === 'ok' && isRawRow(answer.json) ? answer.json.data : null
      const id = isRawRow(row) ? idOf(row.id) : null
      return id === null ? untold : { status: 'applied', remoteId: id }
    }
    case 'ended':
      return verdict.outcome.status === 'applied' ? untold : verdict.outcome
    case 'missing':
      return notApplied(goneOutcome)
    case 'refused': {
      const said = verdict.complaints.map(complaint => complaint.said)
      return said.some(one => /option set/i.test(one))
        ? optionSet
        : notApplied(rejection('variant', verdict.complaints))
    }
  }
}

function notApplied(outcome: ReturnType<typeof rejection>): Made {
  return outcome.status === 'applied' ? untold : outcome
}

const untold: Made = {
  status: 'unknown',
  reason: 'The store’s answer does not show what was made. The hub will look.',
}

/** Products of the old days have their options from a set that several share, and the API changes none of these. */
const optionSet: Made = {
  status: 'rejected',
  reason: 'This product still has an option set of the old days, whose options cannot be changed from outside.',
  fix: 'Take the option set off the product in BigCommerce, give it options of its own, and import again.',
}
