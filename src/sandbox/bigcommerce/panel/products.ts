import { limits } from '../catalog/limits.ts'
import type { ProductRecord } from '../catalog/types.ts'
import { onHandAt } from '../inventory/stock.ts'
import { byHand } from '../orders/refused.ts'
import type { Errors } from './forms.ts'
import { hasErrors, refusalOf, wholeIn } from './forms.ts'
import { pageAddress } from './pages.ts'
import type { Attempt, ProductForm } from './product-page.ts'
import { deleteProductPage, productPage, stockField } from './product-page.ts'
import { productsPage } from './products-page.ts'
import type { PanelCall, PanelRoute, View } from './route.ts'
import { notFound, numberAt } from './route.ts'

const path = '/products'
const place = 'products'

type Answer = ReturnType<PanelRoute['answer']>

/** Answers for the product that the path names. */
const ofProduct =
  (answer: (record: ProductRecord, call: PanelCall) => Answer) =>
  (call: PanelCall): Answer => {
    const record = call.store.catalog.product(numberAt(call, 0))
    return record === undefined ? notFound : answer(record, call)
  }

function show(record: ProductRecord, call: PanelCall, attempt: Attempt): View {
  return {
    ...(hasErrors(attempt.errors) ? { status: 422 } : {}),
    title: record.row.name,
    place,
    body: productPage(record, call, attempt),
  }
}

function change(record: ProductRecord, call: PanelCall): Answer {
  const { fields, sandbox } = call
  const { row } = record
  const form: ProductForm = {
    name: fields.get('name') ?? '',
    price: (fields.get('price') ?? '').trim(),
    isVisible: fields.has('visible'),
  }
  const errors: Errors<'name' | 'price'> = {}
  if (form.name.trim() === '') errors.name = 'Give the product a name.'
  if (!/^\d{1,12}(\.\d{1,4})?$/.test(form.price)) {
    errors.price = 'Type an amount such as 12.50, without the currency.'
  }
  if (hasErrors(errors)) return show(record, call, { form, errors })
  // Old stores have twins: a name that stays is not looked at again.
  const name = form.name === row.name ? {} : { name: form.name }
  const refusal = refusalOf(() =>
    sandbox.merchant.editProduct(row.id, { ...name, price: Number(form.price), is_visible: form.isVisible }),
  )
  // The price is an amount by now, so that what the store refuses is the name.
  if (refusal !== null) return show(record, call, { form, errors: { name: refusal } })
  return { to: `${path}/${row.id}?saved` }
}

/** Gives a variant other numbers, in the way of the API, at the locations whose numbers were changed. */
function changeStock(record: ProductRecord, call: PanelCall): Answer {
  const { fields, query, store } = call
  const { row } = record
  const variantId = numberAt(call, 1)
  const item = store.inventory.stock.itemOf(row.id, variantId)
  // Of a product that is counted as a whole the first variant stands for all.
  if (item?.variant.id !== variantId) return notFound
  const errors: Errors<string> = {}
  const stock: Record<string, string> = {}
  const identity = row.inventory_tracking === 'product' ? { product_id: row.id } : { variant_id: variantId }
  const adjustments = store.inventory.locations.rows.flatMap(({ id: location_id }) => {
    const field = stockField(variantId, location_id)
    const typed = fields.get(field)?.trim()
    if (typed === undefined) return []
    stock[field] = typed
    const quantity = wholeIn(typed, 0, limits.inventoryLevel)
    if (quantity === null) errors[field] = 'Type a whole number, 0 or more.'
    return quantity === null || quantity === onHandAt(item.record, item.at, location_id)
      ? []
      : [{ ...identity, location_id, quantity }]
  })
  if (hasErrors(errors)) return show(record, call, { stock, errors })
  const refusal = refusalOf(() => byHand(() => store.inventory.adjustments.accept('absolute', adjustments)))
  if (refusal !== null) return show(record, call, { stock, errors: { variants: refusal } })
  return { to: `${pageAddress(`${path}/${row.id}`, { page: query.get('page') ?? '', saved: 'yes' })}#variants` }
}

function askToDelete(record: ProductRecord, call: PanelCall, refusal: string | null): View {
  return {
    ...(refusal === null ? {} : { status: 422 }),
    title: 'Delete product',
    place,
    body: deleteProductPage(record, refusal, call.formToken),
  }
}

function remove(record: ProductRecord, call: PanelCall): Answer {
  const refusal = refusalOf(() => call.sandbox.merchant.deleteProduct(record.row.id))
  return refusal === null ? { to: `${path}?deleted` } : askToDelete(record, call, refusal)
}

export const productRoutes: readonly PanelRoute[] = [
  {
    method: 'GET',
    path,
    answer: ({ store, query }) => ({ title: 'Products', place, body: productsPage(store, query) }),
  },
  { method: 'GET', path: `${path}/{id}`, answer: ofProduct((record, call) => show(record, call, { errors: {} })) },
  { method: 'POST', path: `${path}/{id}`, answer: ofProduct(change) },
  { method: 'POST', path: `${path}/{id}/variants/{variant_id}/stock`, answer: ofProduct(changeStock) },
  { method: 'GET', path: `${path}/{id}/delete`, answer: ofProduct((record, call) => askToDelete(record, call, null)) },
  { method: 'POST', path: `${path}/{id}/delete`, answer: ofProduct(remove) },
]
