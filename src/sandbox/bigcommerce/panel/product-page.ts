import type { ProductRecord, Variant } from '../catalog/types.ts'
import type { StockItem } from '../inventory/stock.ts'
import { onHandAt } from '../inventory/stock.ts'
import type { Store } from '../store.ts'
import type { Errors } from './forms.ts'
import { checkField, described, errorAt, summaryOf, textField, token } from './forms.ts'
import { type Html, html } from './html.ts'
import { pageAddress, pageOf, pager } from './pages.ts'
import { stockWords } from './products-page.ts'
import type { PanelCall } from './route.ts'
import { countWords, dateWords, moneyWords, numberWords, typedAmount } from './words.ts'

/** What was typed into the form of a product. */
export interface ProductForm {
  readonly name: string
  readonly price: string
  readonly isVisible: boolean
}

/** What was typed on the page of a product that could not be done. */
export interface Attempt {
  readonly form?: ProductForm
  /** By the ids of the fields. */
  readonly stock?: Readonly<Record<string, string>>
  /** By the id of the field: `name`, `price`, or that of the stock of a variant at a location. */
  readonly errors: Errors<string>
}

export const stockField = (variantId: number, locationId: number) => `stock-${variantId}-${locationId}`

const formOf = ({ row }: ProductRecord): ProductForm => ({
  name: row.name,
  price: typedAmount(row.price),
  isVisible: row.is_visible,
})

/** What tells a variant from the others. */
const variantName = ({ option_values }: Variant) =>
  option_values.length === 0 ? 'The product itself' : option_values.map(({ label }) => label).join(' / ')

/** The numbers of a variant by location, to be typed anew; those of a location that is switched off only to be read. */
function stockForm(store: Store, item: StockItem, action: string, attempt: Attempt, formToken: string): Html {
  const { record, variant, at } = item
  const name = variantName(variant)
  const fields = store.inventory.locations.rows.map(({ id, label, enabled }) => {
    const field = stockField(variant.id, id)
    const error = attempt.errors[field]
    const onHand = onHandAt(record, at, id)
    if (!enabled) return html`<span class="state"><bdi>${label}</bdi>: ${numberWords(onHand)}</span>`
    const typed = attempt.stock?.[field] ?? String(onHand)
    return html`<span class="at"><label for="${field}" class="state"><bdi>${label}</bdi><span class="hidden">: stock of ${name}</span></label>
<input type="text" class="short" id="${field}" name="${field}" value="${typed}" inputmode="numeric" autocomplete="off"${described(field, error, false)}>
${errorAt(field, error)}</span>`
  })
  return html`<form class="line" method="post" action="${action}" novalidate>${token(formToken)}${fields}
<button class="small" aria-label="Save the stock of ${name}">Save</button></form>`
}

function stockCell(place: PanelCall, variant: Variant, pageNumber: number, attempt: Attempt): Html {
  const { store, formToken } = place
  const { product_id: productId, id } = variant
  const item = store.inventory.stock.itemOf(productId, id)
  if (item === undefined) return html`not counted`
  if (item.variant.id !== id) return html`counted as a whole`
  const action = pageAddress(`/products/${productId}/variants/${id}/stock`, { page: pageNumber })
  return stockForm(store, item, action, attempt, formToken)
}

function variantsSection(record: ProductRecord, place: PanelCall, attempt: Attempt): Html {
  const { row, variants } = record
  const page = pageOf(variants, place.query)
  const line = (variant: Variant) => html`<tr>
<th scope="row" class="wrap" data-label="Variant"><bdi>${variantName(variant)}</bdi></th>
<td data-label="ID">${variant.id}</td>
<td class="wrap" data-label="SKU">${variant.sku === '' ? html`<span class="none">–</span>` : html`<code>${variant.sku}</code>`}</td>
<td class="number" data-label="Price">${moneyWords(variant.calculated_price)}</td>
<td data-label="Stock">${stockCell(place, variant, page.number, attempt)}</td>
</tr>`
  return html`<section class="sheet" aria-labelledby="variants">
<h2 id="variants">${countWords(variants.length, 'variant')}</h2>
${row.inventory_tracking !== 'none' && html`<p class="help">Stock is what is on hand at each location. Orders take it from the first one.</p>`}
<table class="list"><caption class="hidden">Variants</caption>
<thead><tr><th scope="col">Variant</th><th scope="col">ID</th><th scope="col">SKU</th><th scope="col" class="number">Price</th><th scope="col">Stock</th></tr></thead>
<tbody>${page.rows.map(line)}</tbody></table>
${page.count > 1 && pager(page, `/products/${row.id}`)}
</section>`
}

/** One product: what it is, a form to change it, its variants, and the way to delete it. */
export function productPage(record: ProductRecord, place: PanelCall, attempt: Attempt): Html {
  const { row } = record
  const { query, formToken } = place
  const form = attempt.form ?? formOf(record)
  return html`
<p class="path"><a href="/products">Products</a></p>
<div class="head"><h1><bdi>${row.name}</bdi></h1>
<a class="button" href="/products/${row.id}/delete">Delete</a></div>
${query.has('saved') && html`<p class="note" role="status">Saved. The API shows it from now on.</p>`}
${summaryOf('Nothing was changed.', attempt.errors)}
<section class="sheet" aria-labelledby="facts">
<h2 id="facts">Product</h2>
<dl>
<dt>ID</dt><dd>${row.id}</dd>
<dt>SKU</dt><dd>${row.sku === '' ? 'none' : html`<code>${row.sku}</code>`}</dd>
<dt>Stock</dt><dd>${stockWords(record)}</dd>
<dt>Created</dt><dd>${dateWords(row.date_created)}</dd>
<dt>Modified</dt><dd>${dateWords(row.date_modified)}</dd>
</dl>
</section>
<section class="sheet" aria-labelledby="change">
<h2 id="change">Change it</h2>
<form method="post" action="/products/${row.id}" novalidate>${token(formToken)}
${textField({ id: 'name', label: 'Name', value: form.name, error: attempt.errors.name, isRequired: true })}
${textField({ id: 'price', label: 'Price in USD', value: form.price, error: attempt.errors.price, keys: 'decimal', isRequired: true })}
${checkField({ id: 'visible', label: 'Visible to shoppers', isOn: form.isVisible })}
<div class="actions"><button class="primary">Save</button></div></form>
</section>
${variantsSection(record, place, attempt)}`
}

/** Asks before a product is deleted, and says what goes with it. */
export function deleteProductPage(record: ProductRecord, refusal: string | null, formToken: string): Html {
  const { row, variants, images, customFields } = record
  const stock = row.inventory_tracking === 'none' ? '' : ` ${numberWords(row.inventory_level)} on hand go with it.`
  const parts = [
    countWords(variants.length, 'variant'),
    ...(images.length > 0 ? [countWords(images.length, 'picture')] : []),
    ...(customFields.length > 0 ? [countWords(customFields.length, 'custom field')] : []),
  ]
  return html`
<p class="path"><a href="/products">Products</a> › <a href="/products/${row.id}"><bdi>${row.name}</bdi></a></p>
<section class="sheet dialog" aria-labelledby="question">
<h1 id="question">Delete “<bdi>${row.name}</bdi>”?</h1>
${refusal !== null && html`<p class="error" role="alert">${refusal}</p>`}
<p>Deleted with it: ${new Intl.ListFormat('en').format(parts)}.${stock} Orders keep their lines. This can't be undone.</p>
<form method="post" action="/products/${row.id}/delete">${token(formToken)}
<div class="actions"><button class="danger">Delete product</button><a class="button" href="/products/${row.id}">Cancel</a></div>
</form>
</section>`
}
