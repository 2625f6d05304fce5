import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { given } from '../catalog/input/fields.ts'
import {
  bulkRuleBody,
  customFieldBody,
  imageBody,
  imageChange,
  imageForm,
  reviewBody,
  videoBody,
  videoChange,
} from '../catalog/input/parts.ts'
import type { At, ImageChange, NewImage, PictureFile } from '../catalog/part-writes.ts'
import {
  bulkRulesFrom,
  changedImage,
  changedReview,
  changedVideo,
  checkRoomForImage,
  customFieldsFrom,
  heardRule,
  newImage,
  newReview,
  newVideo,
  withReviews,
} from '../catalog/part-writes.ts'
import type { ProductRecord } from '../catalog/types.ts'
import { data, noContent } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import { productAt } from './products.ts'
import { ruled } from './ruled.ts'
import { hasPicture, keptPicture, productPictures } from './sent-picture.ts'

const scope = 'store_v2_products'
const base = '/v3/catalog/products/{id}'

/** The lists of simple parts that a product has, each by the name that the record gives it. */
type ListName = 'images' | 'videos' | 'customFields' | 'bulkRules' | 'reviews'

interface Part<Name extends ListName, New, Change> {
  readonly path: string
  readonly what: string
  readonly list: Name
  readonly readNew: (call: Call) => New
  readonly readChange: (call: Call) => Change
  /** The record with these rows; unless given, nothing else follows from them. */
  readonly put?: (record: ProductRecord, rows: ProductRecord[Name]) => ProductRecord
  readonly takesForms?: true
  /** The list with what the body makes behind it. */
  readonly add: (record: ProductRecord, body: New, at: At) => ProductRecord[Name]
  /** The list with the row of this id as the body changes it. */
  readonly change: (record: ProductRecord, id: number, body: Change, at: At) => ProductRecord[Name]
  /** What is left when the row of this id goes. */
  readonly without: (record: ProductRecord, id: number) => ProductRecord[Name]
}

function atOf({ store }: Call, { row }: ProductRecord): At {
  return { place: store.builder.placeOf(row.id), nowMs: store.clock.now().getTime(), quirks: store.quirks.now }
}

/** The store's own copy of the picture that a form sends. */
function pictureFileIn(call: Call): PictureFile {
  const { picture, name } = keptPicture(call, productPictures)
  const { pictures } = call.store
  return {
    image_file: name,
    url_zoom: pictures.addressOf(picture, 'zoom'),
    url_standard: pictures.addressOf(picture, 'standard'),
    url_thumbnail: pictures.addressOf(picture, 'thumbnail'),
    url_tiny: pictures.addressOf(picture, 'tiny'),
  }
}

function imageFormIn(call: Call): ImageChange & { readonly file: PictureFile } {
  const { image_url: _, ...rest } = bodyOf(call, imageForm)
  return { ...rest, file: pictureFileIn(call) }
}

function newImageIn(call: Call): NewImage {
  if (!hasPicture(call)) return bodyOf(call, imageBody)
  ruled(() => checkRoomForImage(productAt(call)))
  return imageFormIn(call)
}

const imageChangeIn = (call: Call): ImageChange => (hasPicture(call) ? imageFormIn(call) : bodyOf(call, imageChange))

/** POST, PUT and DELETE of one kind of part. */
function partRoutes<Name extends ListName, New, Change>(part: Part<Name, New, Change>): Route[] {
  const { what, list, put = (record, rows) => ({ ...record, [list]: rows }) } = part
  const forms = part.takesForms === true ? { takesForms: true as const } : {}
  const rowsOf = (record: ProductRecord): readonly { readonly id: number }[] => record[list]
  const save = (call: Call, record: ProductRecord, rows: () => ProductRecord[Name]) =>
    rowsOf(ruled(() => call.store.productChanges.replace(put(record, rows()))))
  const find = (call: Call) => {
    const record = productAt(call)
    const id = idAt(call, 1, what)
    if (!rowsOf(record).some(row => row.id === id)) throw notFound('v3', what)
    return { record, id }
  }
  return [
    {
      method: 'POST',
      path: `${base}/${part.path}`,
      scope,
      ...forms,
      answer: call => {
        const record = productAt(call)
        const body = part.readNew(call)
        return data(save(call, record, () => part.add(record, body, atOf(call, record))).at(-1))
      },
    },
    {
      method: 'PUT',
      path: `${base}/${part.path}/{part_id}`,
      scope,
      ...forms,
      answer: call => {
        const { record, id } = find(call)
        const body = part.readChange(call)
        const rows = save(call, record, () => part.change(record, id, body, atOf(call, record)))
        return data(rows.find(row => row.id === id))
      },
    },
    {
      method: 'DELETE',
      path: `${base}/${part.path}/{part_id}`,
      scope,
      answer: call => {
        const { record, id } = find(call)
        save(call, record, () => part.without(record, id))
        return noContent
      },
    },
  ]
}

/** The rows with the one of this id changed. */
const changedIn = <Row extends { readonly id: number }>(rows: readonly Row[], id: number, change: (row: Row) => Row) =>
  rows.map(row => (row.id === id ? change(row) : row))

const rest = <Row extends { readonly id: number }>(rows: readonly Row[], id: number) =>
  rows.filter(row => row.id !== id)

export const partWriteRoutes: readonly Route[] = [
  ...partRoutes({
    path: 'images',
    what: 'An image with this id',
    list: 'images',
    takesForms: true,
    readNew: newImageIn,
    readChange: imageChangeIn,
    add: newImage,
    change: changedImage,
    without: ({ images }, id) => rest(images, id),
  }),
  ...partRoutes({
    path: 'videos',
    what: 'A video with this id',
    list: 'videos',
    readNew: call => bodyOf(call, videoBody),
    readChange: call => bodyOf(call, videoChange),
    add: newVideo,
    change: changedVideo,
    without: ({ videos }, id) => rest(videos, id),
  }),
  ...partRoutes({
    path: 'custom-fields',
    what: 'A custom field with this id',
    list: 'customFields',
    readNew: call => bodyOf(call, customFieldBody),
    readChange: call => bodyOf(call, customFieldBody.partial()),
    add: (record, body, { place }) => customFieldsFrom([...record.customFields, body], place),
    change: (record, id, { name, value }, { place }) => {
      const fields = changedIn(record.customFields, id, old => ({
        id,
        name: name ?? old.name,
        value: value ?? old.value,
      }))
      return customFieldsFrom(fields, place)
    },
    without: ({ customFields }, id) => rest(customFields, id),
  }),
  ...partRoutes({
    path: 'bulk-pricing-rules',
    what: 'A bulk pricing rule with this id',
    list: 'bulkRules',
    readNew: call => bodyOf(call, bulkRuleBody),
    readChange: call => bodyOf(call, bulkRuleBody.partial()),
    add: (record, body, at) => bulkRulesFrom([...record.bulkRules, heardRule(body, at)], at.place),
    change: (record, id, { amount, ...body }, at) =>
      bulkRulesFrom(
        changedIn(record.bulkRules, id, old => {
          const rule = { ...old, ...given(body) }
          return amount === undefined ? rule : heardRule({ ...rule, amount }, at)
        }),
        at.place,
      ),
    without: ({ bulkRules }, id) => rest(bulkRules, id),
  }),
  ...partRoutes({
    path: 'reviews',
    what: 'A review with this id',
    list: 'reviews',
    readNew: call => bodyOf(call, reviewBody),
    readChange: call => bodyOf(call, reviewBody.partial()),
    add: newReview,
    change: (record, id, body, at) => changedReview(record, id, given(body), at),
    without: ({ reviews }, id) => rest(reviews, id),
    put: withReviews,
  }),
]
