import type { z } from 'zod'
import type { ListedListing, ListedProduct, ProductDetail } from '../actions/read-catalog.ts'
import type { FieldDefinition, FieldValue } from '../domain/fields.ts'
import { productFields, sameValue, variantFields } from '../domain/fields.ts'
import { desiredOf, type Layers } from '../domain/layers.ts'
import { type Owners, ownerOf } from '../domain/ownership.ts'
import type { Level } from '../domain/plan.ts'
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

/** A listing or an offer. */
type Side = ProductDetail['listings'][number] | ProductDetail['offers'][number]

/** What is known of it, and who owns its fields. */
type Shown = Pick<Side, 'channelId' | 'observed' | 'overrides' | 'base' | 'sent' | 'desired'> & { owners: Owners }

/** Each field that is defined, with the master's value and what every channel shows. */
function viewFields(level: Level, master: Fields | null, shown: readonly Shown[]): z.input<typeof fieldRow>[] {
  const definitions: Readonly<Record<string, FieldDefinition>> = level === 'product' ? productFields : variantFields
  const meant = shown.map(side => desiredOf(layersOf(side)))
  return Object.entries(definitions).map(([key, { label, group, kind, storeBound }]) => ({
    key,
    label,
    group,
    kind,
    master: master?.[key] ?? null,
    channels: shown.map((side, at) => ({
      channelId: side.channelId,
      value: side.observed[key] ?? null,
      differs: master !== null && storeBound !== true && !sameValue(master[key], side.observed[key]),
      willBe: meant[at]?.[key] ?? null,
      waits: side.desired !== null && Object.hasOwn(side.desired, key),
      edited: side.base !== null && Object.hasOwn(side.base, key),
      from: sourceOf(level, key, side, master !== null && storeBound !== true),
    })),
  }))
}

function layersOf({ observed, base, sent, desired }: Shown): Layers {
  return { observed, base: base ?? {}, sent: sent ?? {}, desired: desired ?? {} }
}

function sourceOf(level: Level, field: string, { owners, overrides }: Shown, hasMaster: boolean) {
  if (ownerOf(owners, level, field) !== 'hub') return 'store'
  if (Object.hasOwn(overrides, field)) return 'channel'
  return hasMaster ? 'master' : 'store'
}

/** A product's page. `adminUrlOf` leads to its page in the store's own control panel, where that is known. */
export function viewProductDetail(
  detail: ProductDetail,
  adminUrlOf: (channelId: string, remoteId: string) => string | null,
): z.input<typeof productDetail> {
  const { product: row, listings } = detail
  const first = listings[0]
  const shown = listings.map(one => ({ ...one, owners: ownersIn(detail, one) }))
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
    absent: [...detail.absent],
    fields: viewFields('product', row?.fields ?? null, shown),
    variants: viewVariants(detail),
    createdAt: row?.createdAt.toISOString() ?? null,
    changedAt: row?.changedAt.toISOString() ?? null,
  }
}

function ownersIn({ owners }: ProductDetail, { channelId }: Side): Owners {
  return owners.get(channelId) ?? []
}

/** The master's variants, and after them those of the stores that are matched to nothing. */
function viewVariants(detail: ProductDetail): z.input<typeof variantRow>[] {
  const { variants, offers } = detail
  const mastered = variants.map(variant => {
    const own = offers.filter(offer => offer.variantId === variant.id)
    return {
      id: variant.id,
      sku: variant.sku,
      skuFault: variant.skuFault,
      skuFilled: variant.skuFillId !== null,
      optionValues: viewOptionValues(variant.fields.optionValues),
      fields: viewFields(
        'variant',
        variant.fields,
        own.map(offer => ({ ...offer, owners: ownersIn(detail, offer) })),
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
      fields: viewFields('variant', null, [{ ...offer, owners: ownersIn(detail, offer) }]),
      channels: [viewOffer(offer)],
    }))
  return [...mastered, ...others]
}

function viewOffer(offer: ProductDetail['offers'][number]): z.input<typeof variantRow>['channels'][number] {
  const { sku } = offer.observed
  return {
    channelId: offer.channelId,
    remoteId: offer.remoteId,
    listingId: offer.listingId,
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
