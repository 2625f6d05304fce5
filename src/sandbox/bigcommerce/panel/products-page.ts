import type { ProductRecord } from '../catalog/types.ts'
import type { Store } from '../store.ts'
import { type Html, html } from './html.ts'
import { pageOf, pager, searchForm } from './pages.ts'
import { moneyWords, numberWords } from './words.ts'

/** The products whose id it is, or whose name or SKU, or the SKU of a variant, has the text in it, in whatever case. */
function productsLike(store: Store, text: string): readonly ProductRecord[] {
  const { products } = store.catalog
  const part = text.toLowerCase()
  if (part === '') return products
  const has = (value: string) => value.toLowerCase().includes(part)
  return products.filter(
    ({ row, variants }) =>
      String(row.id) === part || has(row.name) || has(row.sku) || variants.some(({ sku }) => has(sku)),
  )
}

/** What is on hand of a product, or that nobody counts. */
export const stockWords = ({ row }: ProductRecord) =>
  row.inventory_tracking === 'none' ? 'not counted' : numberWords(row.inventory_level)

function productRow(record: ProductRecord): Html {
  const { id, name, sku, price, is_visible } = record.row
  return html`<tr>
<th scope="row" class="wrap" data-label="Name"><a class="clamp" href="/products/${id}"><bdi>${name}</bdi></a></th>
<td data-label="ID">${id}</td>
<td class="wrap" data-label="SKU">${sku === '' ? html`<span class="none">–</span>` : html`<code>${sku}</code>`}</td>
<td class="number" data-label="Price">${moneyWords(price)}</td>
<td class="number" data-label="Stock">${stockWords(record)}</td>
<td data-label="Visible">${is_visible ? 'Yes' : 'No'}</td>
</tr>`
}

export function productsPage(store: Store, query: URLSearchParams): Html {
  const text = (query.get('q') ?? '').trim()
  const page = pageOf(productsLike(store, text), query)
  const none =
    text === ''
      ? html`<p>No products. Start the sandbox with <code>--products 120</code>, or let a program make some.</p>`
      : html`<p>No product has “<bdi>${text}</bdi>” as its ID, or in its name or SKU.</p>`
  return html`
<h1>Products</h1>
<p class="lead">What the API shows of the catalog now. What is changed here shows in the very next answer.</p>
${query.has('deleted') && html`<p class="note" role="status">The product was deleted.</p>`}
${searchForm('/products', text, 'Name, SKU or ID')}
<section class="sheet">
${
  page.total === 0
    ? none
    : html`<table class="list"><caption class="hidden">Products</caption>
<thead><tr><th scope="col">Name</th><th scope="col">ID</th><th scope="col">SKU</th><th scope="col" class="number">Price</th><th scope="col" class="number">Stock</th><th scope="col">Visible</th></tr></thead>
<tbody>${page.rows.map(productRow)}</tbody></table>
${pager(page, '/products', { q: text })}`
}
</section>`
}
