import { allScopes, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'

/** What a merchant did while an import went on, by the ids of the products. */
export interface Stirred {
  readonly made: ReadonlySet<string>
  readonly edited: ReadonlySet<string>
  readonly deleted: ReadonlySet<string>
  stop(): void
}

/** From 0 to less than 1, the same for the same seed: "mulberry32". */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * Has a merchant make, edit and delete products at seeded requests of an import, from when it has asked how much there
 * is until it looks for what was changed meanwhile: what happens later belongs to the next import.
 */
export function stirStore(store: Sandbox, productIds: readonly number[], seed: number): Stirred {
  const random = seededRandom(seed)
  const alive = [...productIds]
  const made = new Set<string>()
  const edited = new Set<string>()
  const deleted = new Set<string>()
  let begun = false
  let over = false
  let acts = 0
  const act = () => {
    acts += 1
    const at = Math.floor(random() * alive.length)
    const id = alive[at]
    const what = random()
    if (what < 0.3 || id === undefined) {
      const { productId } = store.merchant.addProduct({
        ...{ name: `Made meanwhile ${acts}`, sku: `MEANWHILE-${acts}` },
        options: [{ name: 'Size', values: ['S', 'M', 'L'] }],
      })
      alive.push(productId)
      made.add(String(productId))
    } else if (what < 0.55) {
      store.merchant.deleteProduct(id)
      alive.splice(at, 1)
      deleted.add(String(id))
    } else {
      store.merchant.editProduct(id, { name: `Edited meanwhile ${acts}`, price: acts })
      edited.add(String(id))
    }
  }
  const stop = store.journal.onExchange(({ url }) => {
    const asked = decodeURIComponent(url)
    if (/date_modified:min/.test(asked)) over = true
    if (begun && !over && random() < 0.4) act()
    // Only what comes after this answer comes while the import goes on.
    if (/sort=id&direction=desc/.test(asked)) begun = true
  })
  return { made, edited, deleted, stop }
}

const pageMost = 250

/** The ids of all products, from the store's own mouth. */
export async function productIdsOf({ apiAddress, storeHash, createAccount, counts }: Sandbox): Promise<number[]> {
  const { accessToken } = createAccount({ name: 'Another reader', scopes: allScopes })
  const ids: number[] = []
  for (let page = 1; page <= Math.ceil(counts.products / pageMost); page += 1) {
    const answer = await fetch(`${apiAddress}/stores/${storeHash}/v3/catalog/products?limit=${pageMost}&page=${page}`, {
      headers: { accept: 'application/json', 'x-auth-token': accessToken },
    })
    const { data } = (await answer.json()) as { data: { id: number }[] }
    ids.push(...data.map(({ id }) => id))
  }
  return ids
}
