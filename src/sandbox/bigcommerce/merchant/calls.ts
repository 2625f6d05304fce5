import type { ProductFields, VariantFields } from '../catalog/edit.ts'
import { SandboxError } from '../error.ts'
import type { NewCoupon } from '../marketing/coupons.ts'
import { messageCall, orderLines } from '../orders/shopper-calls.ts'
import type { Fields, Reader } from '../shape.ts'
import { amount, anyFields, count, flag, listOf, oneOf, orNull, pair, shape, text, whole, wholeOr } from '../shape.ts'
import type { NewImage, NewModifier, NewOption, NewProduct, NewVariant } from './inputs.ts'
import type { Merchant } from './merchant.ts'

const how = { silent: flag, allowDuplicates: flag }

const option: Reader<NewOption> = shape(
  { name: text, values: listOf(text) },
  { type: oneOf('radio_buttons', 'rectangles', 'dropdown', 'swatch') },
)

const newVariant: Reader<NewVariant> = shape(
  {},
  {
    sku: text,
    values: listOf(text),
    price: orNull(amount),
    salePrice: orNull(amount),
    weight: orNull(amount),
    costPrice: amount,
    stock: listOf(count),
    upc: text,
    imageIndex: orNull(count),
  },
)

const image: Reader<NewImage> = shape({ file: text }, { description: text })

const modifier: Reader<NewModifier> = shape(
  {
    name: text,
    type: oneOf(
      ...(['text', 'multi_line_text', 'numbers_only_text', 'date', 'file'] as const),
      ...(['checkbox', 'dropdown', 'radio_buttons', 'rectangles', 'swatch'] as const),
    ),
  },
  { required: flag, values: listOf(text), config: anyFields },
)

const bulkRule = shape(
  { quantity_min: count, quantity_max: count, type: oneOf('price', 'percent', 'fixed'), amount },
  {},
)

const newProduct: Reader<NewProduct> = shape(
  { name: text },
  {
    sku: text,
    type: oneOf('physical', 'digital'),
    description: text,
    price: amount,
    salePrice: amount,
    retailPrice: amount,
    costPrice: amount,
    weight: amount,
    width: amount,
    height: amount,
    depth: amount,
    brand: text,
    categories: listOf(wholeOr(listOf(text))),
    tracking: oneOf('none', 'product', 'variant'),
    warningLevel: count,
    visible: flag,
    featured: flag,
    freeShipping: flag,
    condition: oneOf('New', 'Used', 'Refurbished'),
    availability: oneOf('available', 'disabled', 'preorder'),
    upc: text,
    mpn: text,
    gtin: text,
    binPicking: text,
    keywords: text,
    pageTitle: text,
    metaDescription: text,
    warranty: text,
    sortOrder: whole,
    images: listOf(image),
    options: listOf(option),
    variants: listOf(newVariant),
    modifiers: listOf(modifier),
    customFields: listOf(pair),
    bulkRules: listOf(bulkRule),
    videos: listOf(shape({ id: text, title: text, description: text }, {})),
    channels: listOf(whole),
  },
)

// The merchant looks at each field by the row that it is to change.
const productFields: Reader<ProductFields> = (value, at) => anyFields(value, at) as ProductFields
const variantFields: Reader<VariantFields> = (value, at) => anyFields(value, at) as VariantFields

// So does it at those of a coupon.
const coupon: Reader<NewCoupon> = (value, at) => anyFields(value, at) as NewCoupon

type Call = (merchant: Merchant, input: Fields) => unknown

const call =
  <Input>(read: Reader<Input>, run: (merchant: Merchant, input: Input) => unknown): Call =>
  (merchant, input) =>
    run(merchant, read(input, 'The call'))

const product = { productId: whole }

/** What the merchant can be told to do, by the names of the methods. */
const calls: Readonly<Record<string, Call>> = {
  addProduct: call(shape({ product: newProduct }, how), (merchant, { product, ...rest }) =>
    merchant.addProduct(product, rest),
  ),
  deleteProduct: call(shape(product, {}), (merchant, { productId }) => merchant.deleteProduct(productId)),
  remakeProduct: call(shape(product, {}), (merchant, { productId }) => merchant.remakeProduct(productId)),
  editProduct: call(shape({ ...product, fields: productFields }, how), (merchant, { productId, fields, ...rest }) =>
    merchant.editProduct(productId, fields, rest),
  ),
  addVariant: call(shape({ ...product, variant: newVariant }, how), (merchant, { productId, variant, ...rest }) =>
    merchant.addVariant(productId, variant, rest),
  ),
  deleteVariant: call(shape({ ...product, variantId: whole }, how), (merchant, { productId, variantId, ...rest }) =>
    merchant.deleteVariant(productId, variantId, rest),
  ),
  editVariant: call(
    shape({ ...product, variantId: whole, fields: variantFields }, how),
    (merchant, { productId, variantId, fields, ...rest }) => merchant.editVariant(productId, variantId, fields, rest),
  ),
  setImages: call(shape({ ...product, images: listOf(image) }, how), (merchant, { productId, images, ...rest }) =>
    merchant.setImages(productId, images, rest),
  ),
  setCustomFields: call(
    shape({ ...product, customFields: listOf(pair) }, how),
    (merchant, { productId, customFields, ...rest }) => merchant.setCustomFields(productId, customFields, rest),
  ),
  setBulkRules: call(
    shape({ ...product, bulkRules: listOf(bulkRule) }, how),
    (merchant, { productId, bulkRules, ...rest }) => merchant.setBulkRules(productId, bulkRules, rest),
  ),
  setModifiers: call(
    shape({ ...product, modifiers: listOf(modifier) }, how),
    (merchant, { productId, modifiers, ...rest }) => merchant.setModifiers(productId, modifiers, rest),
  ),
  assignStorefronts: call(
    shape({ ...product, channelIds: listOf(whole) }, how),
    (merchant, { productId, channelIds, ...rest }) => merchant.assignStorefronts(productId, channelIds, rest),
  ),
  addBrand: call(shape({ name: text }, {}), (merchant, { name }) => merchant.addBrand(name)),
  renameBrand: call(shape({ brandId: whole, name: text }, {}), (merchant, { brandId, name }) =>
    merchant.renameBrand(brandId, name),
  ),
  addCategory: call(shape({ name: text }, { parentId: whole, treeId: whole }), (merchant, category) =>
    merchant.addCategory(category),
  ),
  addCategories: call(shape({ count }, {}), (merchant, input) => merchant.addCategories(input.count)),
  renameCategory: call(shape({ categoryId: whole, name: text }, {}), (merchant, { categoryId, name }) =>
    merchant.renameCategory(categoryId, name),
  ),
  deleteCategory: call(shape({ categoryId: whole }, {}), (merchant, { categoryId }) =>
    merchant.deleteCategory(categoryId),
  ),
  addCoupon: call(shape({ coupon }, {}), (merchant, input) => merchant.addCoupon(input.coupon)),
  messageShopper: call(messageCall, (merchant, { orderId, ...message }) => merchant.messageShopper(orderId, message)),
  markMessage: call(
    shape({ orderId: whole, messageId: whole }, { isRead: flag, isFlagged: flag }),
    (merchant, { orderId, messageId, ...marks }) => merchant.markMessage(orderId, messageId, marks),
  ),
  shipOrder: call(
    shape({ orderId: whole }, { lines: orderLines, tracking: shape({}, { number: text, carrier: text }) }),
    (merchant, { orderId, lines, tracking }) => merchant.shipOrder(orderId, lines, tracking),
  ),
  renameStore: call(shape({ name: text }, {}), (merchant, { name }) => merchant.renameStore(name)),
}

/**
 * Does what a call from another process says: `{ "do": "deleteProduct", "productId": 101 }`. Answers what the method
 * answers, or an empty object.
 * @throws SandboxError where the call is not understood or the platform would refuse the change
 */
export function callMerchant(merchant: Merchant, { do: name, ...input }: Fields): unknown {
  const found = Object.entries(calls).find(([known]) => known === name)?.[1]
  if (found !== undefined) return found(merchant, input) ?? {}
  const names = Object.keys(calls).join(', ')
  throw new SandboxError('option_invalid', `“do” must be one of ${names}.`, 'docs/sandbox.md says what each does.')
}
