import type { z } from 'zod'
import type { ToldReview } from '../actions/read-review.ts'
import { viewActor } from './actor-view.ts'
import type { reviewItem } from './contract/review.ts'
import { viewOptionValues } from './product-view.ts'

type Side = z.input<typeof reviewItem>['store']

export function viewReview(review: ToldReview): z.input<typeof reviewItem> {
  const { decidedBy } = review
  return {
    id: review.id,
    reason: review.reason,
    sentence: review.sentence,
    channelId: review.channelId,
    channelName: review.channelName,
    listingRemoteId: review.listingId,
    createdAt: review.createdAt.toISOString(),
    decision: review.decision,
    decidedAt: review.decidedAt?.toISOString() ?? null,
    decidedBy: decidedBy === null ? null : viewActor(decidedBy),
    store: viewSide(review.store),
    master: {
      ...viewSide(review.master),
      productId: review.productId,
      variantId: review.variantId,
      channels: [...review.master.channels],
    },
  }
}

function viewSide(side: ToldReview['store']): Side {
  return {
    productName: side.productName,
    sku: side.sku ?? '',
    barcode: side.barcode,
    optionValues: viewOptionValues(side.optionValues),
    price: side.price,
    currency: side.currency,
    imageUrl: side.imageUrl,
  }
}
