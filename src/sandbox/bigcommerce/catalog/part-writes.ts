import type { z } from 'zod'
import { v3Date } from '../query/date.ts'
import { given, sortOrderMost } from './input/fields.ts'
import type {
  bulkRuleBody,
  customFieldBody,
  imageBody,
  imageChange,
  reviewBody,
  videoBody,
  videoChange,
} from './input/parts.ts'
import type { ProductChange } from './input/product.ts'
import { limits } from './limits.ts'
import type { LastIds, Place } from './parts.ts'
import { pictureUrls, sum } from './parts.ts'
import { refuse, taken, unknown } from './refuse.ts'
import { type PercentQuirks, ruleAmount } from './rule-amount.ts'
import type { BulkPricingRule, CustomField, Image, ProductRecord, Review, Video } from './types.ts'

/** Whose part it is, and when it is made. */
export interface At {
  readonly place: Place
  readonly nowMs: number
  readonly quirks: PercentQuirks
}

type MaybeKnown<T> = T & { readonly id?: number | undefined }
type FieldBody = z.output<typeof customFieldBody>
type RuleBody = z.output<typeof bulkRuleBody>

/** Documented: each pair of name and value is there once, and a product has at most 200. */
export function checkCustomFields(fields: readonly FieldBody[]): void {
  if (fields.length > limits.customFields) {
    throw refuse(`A product has at most ${limits.customFields} custom fields.`, 'Delete one first.', 'custom_fields')
  }
  const pairs = new Set(fields.map(({ name, value }) => JSON.stringify([name, value])))
  if (pairs.size < fields.length)
    throw refuse('The custom field is there already.', 'Change its name or value.', 'value')
}

/** Documented: ranges of quantities don't overlap; 0 is no upper bound. */
export function checkBulkRules(rules: readonly Omit<RuleBody, 'amount'>[]): void {
  if (rules.length > limits.bulkRules) {
    throw refuse(`A product has at most ${limits.bulkRules} rules.`, 'Delete one first.', 'bulk_pricing_rules')
  }
  const ordered = rules.toSorted((a, b) => a.quantity_min - b.quantity_min)
  for (const [at, rule] of ordered.entries()) {
    if (rule.quantity_max !== 0 && rule.quantity_max <= rule.quantity_min) {
      throw refuse('quantity_max must be over quantity_min, or 0.', 'Widen the range.', 'quantity_max')
    }
    const next = ordered[at + 1]
    if (next !== undefined && (rule.quantity_max === 0 || next.quantity_min <= rule.quantity_max)) {
      throw taken('Two bulk pricing rules are for the same quantities.', 'Narrow one of them.', 'quantity_min')
    }
  }
}

/**
 * A list with what the body of a product says of it.
 * Guess: a row with an id changes that one, a row without is a new one, and those of which nothing is said stay.
 */
function merged<Row extends { readonly id: number }, Body extends { readonly id?: number | undefined }>(
  rows: readonly Row[],
  bodies: readonly Body[],
): (Row | Body)[] {
  const said = new Map(bodies.map(body => [body.id, body]))
  return [...rows.map(row => said.get(row.id) ?? row), ...bodies.filter(body => body.id === undefined)]
}

/** @throws RuleError where a row has an id that the list doesn't have */
function checkKnown(rows: readonly { readonly id: number }[], bodies: readonly object[]): void {
  for (const body of bodies) {
    if (!('id' in body) || typeof body.id !== 'number') continue
    if (!rows.some(({ id }) => id === body.id)) throw unknown('such part of the product', body.id)
  }
}

function nextId(ids: LastIds, kind: 'field' | 'rule'): number {
  ids[kind] += 1
  return ids[kind]
}

/** The custom fields as given; one without an id gets the next. */
export function customFieldsFrom(fields: readonly MaybeKnown<FieldBody>[], { ids }: Place): CustomField[] {
  checkCustomFields(fields)
  return fields.map(({ id = nextId(ids, 'field'), name, value }) => ({ id, name, value }))
}

/** A bulk pricing rule as a store keeps it. */
export function heardRule<Body extends RuleBody>(body: Body, { quirks }: At): Body & { readonly amount: number } {
  return { ...body, amount: ruleAmount(body.type, body.amount, quirks) }
}

/** The bulk pricing rules as given; one without an id gets the next. */
export function bulkRulesFrom(
  rules: readonly MaybeKnown<Omit<BulkPricingRule, 'id'>>[],
  { ids }: Place,
): BulkPricingRule[] {
  checkBulkRules(rules)
  return rules.map(({ id = nextId(ids, 'rule'), ...rule }) => ({ id, ...rule }))
}

/** The product with what a body says of its parts. @throws RuleError */
export function withParts(record: ProductRecord, body: ProductChange, at: At): ProductRecord {
  const { custom_fields, bulk_pricing_rules, images = [], videos = [] } = body
  checkKnown(record.customFields, custom_fields ?? [])
  checkKnown(record.bulkRules, bulk_pricing_rules ?? [])
  checkKnown(record.images, images)
  checkKnown(record.videos, videos)
  let changed: ProductRecord = {
    ...record,
    ...(custom_fields !== undefined && {
      customFields: customFieldsFrom(merged(record.customFields, custom_fields), at.place),
    }),
    ...(bulk_pricing_rules !== undefined && {
      bulkRules: bulkRulesFrom(
        merged(
          record.bulkRules,
          bulk_pricing_rules.map(body => heardRule(body, at)),
        ),
        at.place,
      ),
    }),
  }
  for (const image of images) {
    const made = 'id' in image ? changedImage(changed, image.id, image, at) : newImage(changed, image, at)
    changed = { ...changed, images: made }
  }
  for (const video of videos) {
    const made = 'id' in video ? changedVideo(changed, video.id, video) : newVideo(changed, video, at)
    changed = { ...changed, videos: made }
  }
  return changed
}

/** One thumbnail at most: where one of the pictures becomes it, the others no longer are. */
const withThumbnail = (images: readonly Image[], thumbnail: number) =>
  images.map(image =>
    image.is_thumbnail === (image.id === thumbnail) ? image : { ...image, is_thumbnail: image.id === thumbnail },
  )

/** A picture that was sent as a file, under the name of that: the addresses of the store's own copies. */
export type PictureFile = Pick<Image, 'image_file' | 'url_zoom' | 'url_standard' | 'url_thumbnail' | 'url_tiny'>

/** What is said of a picture, and the file where it was sent. */
export type ImageChange = z.output<typeof imageChange> & { readonly file?: PictureFile | undefined }
export type NewImage = z.output<typeof imageBody> | (ImageChange & { readonly file: PictureFile })

/** Of a picture that has an address elsewhere: the name of its file there. It is not fetched. */
function copyOf(image_url: string, place: Place, id: number): PictureFile {
  const name = new URL(image_url).pathname.split('/').at(-1) ?? ''
  return { image_file: name === '' ? 'image' : name, ...pictureUrls(place, id) }
}

/** Documented: so many pictures at most. Asked before a file is kept. */
export function checkRoomForImage({ images }: ProductRecord): void {
  if (images.length >= limits.images) {
    throw refuse(`A product has at most ${limits.images} images.`, 'Delete one first.', 'image_url')
  }
}

/** The place behind all of them. Where that is the last there is, it is shared. */
const nextPlace = (rows: readonly { readonly sort_order: number }[]) =>
  rows.reduce((most, { sort_order }) => Math.max(most, Math.min(sort_order + 1, sortOrderMost)), 0)

/** The pictures with a new one behind them. Guess: the first is the thumbnail unless another is said to be. */
export function newImage(record: ProductRecord, body: NewImage, { place, nowMs }: At): Image[] {
  checkRoomForImage(record)
  const { images } = record
  const { productId, ids } = place
  ids.image += 1
  const id = ids.image
  const made: Image = {
    id,
    product_id: productId,
    is_thumbnail: body.is_thumbnail ?? images.length === 0,
    sort_order: body.sort_order ?? nextPlace(images),
    description: body.description ?? '',
    ...('file' in body ? body.file : copyOf(body.image_url, place, id)),
    date_modified: v3Date(nowMs),
  }
  return made.is_thumbnail ? withThumbnail([...images, made], id) : [...images, made]
}

/** The pictures with one of them changed. Guess: a file takes the place of the old one. */
export function changedImage({ images }: ProductRecord, id: number, body: ImageChange, { nowMs }: At): Image[] {
  const changed = images.map(image => {
    if (image.id !== id) return image
    const { is_thumbnail = image.is_thumbnail, sort_order = image.sort_order, description = image.description } = body
    return { ...image, ...body.file, is_thumbnail, sort_order, description, date_modified: v3Date(nowMs) }
  })
  return body.is_thumbnail === true ? withThumbnail(changed, id) : changed
}

/** The videos with a new one behind them. Guess: title and length stay empty, as no host is asked for them. */
export function newVideo(
  { videos }: ProductRecord,
  body: z.output<typeof videoBody>,
  { place: { productId, ids } }: At,
): Video[] {
  ids.video += 1
  const made: Video = {
    id: ids.video,
    product_id: productId,
    title: body.title ?? '',
    description: body.description ?? '',
    sort_order: body.sort_order ?? nextPlace(videos),
    type: 'youtube',
    video_id: body.video_id,
    length: '',
  }
  return [...videos, made]
}

/** The videos with one of them changed. */
export function changedVideo(
  { videos }: ProductRecord,
  id: number,
  { title, description, sort_order }: z.output<typeof videoChange>,
): Video[] {
  return videos.map(video => {
    if (video.id !== id) return video
    return {
      ...video,
      title: title ?? video.title,
      description: description ?? video.description,
      sort_order: sort_order ?? video.sort_order,
    }
  })
}

const reviewDate = (text: string) => v3Date(Date.parse(text))

/** The reviews with a new one behind them. Guess: it waits for approval unless it says otherwise. */
export function newReview(
  { reviews }: ProductRecord,
  { date_reviewed, ...body }: z.output<typeof reviewBody>,
  { place: { ids }, nowMs }: At,
): Review[] {
  ids.review += 1
  const now = v3Date(nowMs)
  const made: Review = {
    id: ids.review,
    text: '',
    status: 'pending',
    rating: 0,
    email: '',
    name: '',
    ...given(body),
    title: body.title,
    date_reviewed: reviewDate(date_reviewed),
    date_created: now,
    date_modified: now,
  }
  return [...reviews, made]
}

/** The reviews with one of them changed. */
export function changedReview(
  { reviews }: ProductRecord,
  id: number,
  { date_reviewed, ...body }: Partial<z.output<typeof reviewBody>>,
  { nowMs }: At,
): Review[] {
  return reviews.map(review => {
    if (review.id !== id) return review
    const reviewed = date_reviewed === undefined ? {} : { date_reviewed: reviewDate(date_reviewed) }
    return { ...review, ...given(body), ...reviewed, date_modified: v3Date(nowMs) }
  })
}

/** The product with these reviews. Guess: those that are approved count. */
export function withReviews(record: ProductRecord, reviews: readonly Review[]): ProductRecord {
  const approved = reviews.filter(review => review.status === 'approved')
  const row = {
    ...record.row,
    reviews_count: approved.length,
    reviews_rating_sum: sum(approved.map(review => review.rating)),
  }
  return { ...record, row, reviews }
}
