import type { ProductDraft } from '../catalog/draft.ts'

/** Changes that make a product as troublesome as those of real shops. Each keeps name and SKU unique. */
const troubles: readonly ((draft: ProductDraft, turn: number) => ProductDraft)[] = [
  // The most usual trouble: no SKU anywhere.
  draft => {
    const [base, ...others] = draft.variants
    return { ...draft, sku: '', variants: [{ ...base, sku: '' }, ...others.map(one => ({ ...one, sku: '' }))] }
  },
  (draft, turn) => ({
    ...draft,
    description:
      '<h2>Care &amp; use</h2><table><tr><td>Wash</td><td>30&nbsp;°C</td></tr></table>' +
      `<script>document.title = "tested ${turn} times"</script><p onclick="alert(1)">Hand made, 5 < 6 & 7 > 6</p>`,
  }),
  (draft, turn) => ({ ...draft, name: `Überwurf „Große Wärme“ 毛布 🏕️ ${turn}` }),
  (draft, turn) => ({ ...draft, name: `قدر التخييم ${turn}`, description: '<p dir="rtl">قدر صغير وخفيف للرحلات.</p>' }),
  (draft, turn) => ({ ...draft, name: `Rope 8" x 5' <strong>50%</strong> off; "quoted", 'single' ${turn}` }),
  draft => ({ ...draft, sku: ` ${draft.sku}/ä `, categories: [...draft.categories, ['Outdoor'], ['Garden']] }),
  draft => ({ ...draft, price: 0, salePrice: 0, visible: false, availability: 'disabled' }),
  draft => ({ ...draft, brand: '', categories: [], images: [], description: '' }),
  draft => ({ ...draft, tracking: 'none' }),
]

/** The draft with the trouble whose turn it is. */
export function awkwardDraft(draft: ProductDraft, turn: number): ProductDraft {
  const trouble = troubles[(turn - 1) % troubles.length]
  return trouble === undefined ? draft : trouble(draft, turn)
}
