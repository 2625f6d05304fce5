import type { z } from 'zod'
import type { ListedListing, ListedProduct, ProductDetail } from '../actions/read-catalog.ts'
import type { FieldDefinition, FieldValue } from '../domain/fields.ts'
import { productFields, sameValue, variantFields } from '../domain/fields.ts'
import type { fieldRow, listing, product, productDetail, variantRow } from './contract/catalog.ts'

export function viewListing(channelId: string, { sortKey: _, ...row }: ListedListing): z.input<typeof listing> {
  return {
    channelId,
    ...row,
    modifiedAt: row.modifiedAt?.toISOString() ?? null,
    goneAt: row.goneAt?.toISOString() ?? null,
  }
}

export function viewProduct({ sortKey: _, ...row }: ListedProduct): z.input<typeof product> {
  return { ...row, channels: [...row.channels], changedAt: row.changedAt.toISOString() }
}

type Fields = Readonly<Record<string, FieldValue>>

interface Shown {
  readonly channelId: string
  readonly fields: Fields
}

/** Each field that is defined, with the master's value and what every channel shows. */
function viewFields(
  definitions: Readonly<Record<string, FieldDefinition>>,
  master: Fields | null,
  shown: readonly Shown[],
): z.input<typeof fieldRow>[] {
  return Object.entries(definitions).map(([key, { label, group, kind, storeBound }]) => ({
    key,
    label,
    group,
    kind,
    master: master?.[key] ?? null,
    channels: shown.map(({ channelId, fields }) => ({
      channelId,
      value: fields[key] ?? null,
      differs: master !== null && storeBound !== true && !sameValue(master[key], fields[key]),
    })),
  }))
}

/** A product's page. `adminUrlOf` leads to its page in the store's own control panel, where that is known. */
export function viewProductDetail(
  { product: row, variants, listings, offers }: ProductDetail,
  adminUrlOf: (channelId: string, remoteId: string) => string | null,
): z.input<typeof productDetail> {
  const first = listings[0]
  const shown = listings.map(({ channelId, observed }) => ({ channelId, fields: observed }))
  return {
    id: row?.id ?? null,
    name: row?.name ?? first?.name ?? '',
    brand: row?.brand ?? first?.brand ?? null,
    state: row?.state ?? 'active',
    imageUrl: row?.imageUrl ?? first?.imageUrl ?? null,
    channels: listings.map(one => ({
      channelId: one.channelId,
      channelName: one.channelName,
      remoteId: one.remoteId,
      observedAt: one.observedAt.toISOString(),
      detailsAt: one.detailsAt?.toISOString() ?? null,
      goneAt: one.goneAt?.toISOString() ?? null,
      goneChoice: one.goneChoice,
      adminUrl: adminUrlOf(one.channelId, one.remoteId),
    })),
    fields: viewFields(productFields, row?.fields ?? null, shown),
    variants: viewVariants({ product: row, variants, listings, offers }),
    createdAt: row?.createdAt.toISOString() ?? null,
    changedAt: row?.changedAt.toISOString() ?? null,
  }
}

/** The master's variants, and after them those of the stores that are matched to nothing. */
function viewVariants({ variants, offers }: ProductDetail): z.input<typeof variantRow>[] {
  const mastered = variants.map(variant => {
    const own = offers.filter(offer => offer.variantId === variant.id)
    return {
      id: variant.id,
      sku: variant.sku,
      skuFault: variant.skuFault,
      skuFilled: variant.skuFillId !== null,
      optionValues: viewOptionValues(variant.fields.optionValues),
      fields: viewFields(
        variantFields,
        variant.fields,
        own.map(({ channelId, observed }) => ({ channelId, fields: observed })),
      ),
      channels: own.map(viewOffer),
    }
  })
  const others = offers
    .filter(offer => offer.variantId === null)
    .map(offer => ({
      id: null,
      sku: null,
      skuFault: null,
      skuFilled: false,
      optionValues: viewOptionValues(offer.observed.optionValues),
      fields: viewFields(variantFields, null, [{ channelId: offer.channelId, fields: offer.observed }]),
      channels: [viewOffer(offer)],
    }))
  return [...mastered, ...others]
}

function viewOffer(offer: ProductDetail['offers'][number]): z.input<typeof variantRow>['channels'][number] {
  const { sku } = offer.observed
  return {
    channelId: offer.channelId,
    remoteId: offer.remoteId,
    match: offer.match,
    reviewId: offer.reviewId,
    sku: typeof sku === 'string' ? sku : '',
    price: offer.price,
    stock: offer.stock,
    goneAt: offer.goneAt?.toISOString() ?? null,
  }
}

export function viewOptionValues(value: unknown): { option: string; value: string }[] {
  const parts: unknown[] = Array.isArray(value) ? value : []
  return parts.map(part => {
    const { option, value: chosen } = (typeof part === 'object' && part !== null ? part : { value: part }) as {
      option?: unknown
      value?: unknown
    }
    return { option: typeof option === 'string' ? option : '', value: typeof chosen === 'string' ? chosen : '' }
  })
}
