import { CatalogBuilder } from './catalog/build.ts'
import type { ProductDraft } from './catalog/draft.ts'
import type { DurableState, GeneratedSource } from './durable.ts'
import type { StoreFolder } from './folder.ts'
import { importFiles, readProductFiles } from './import/import-files.ts'
import type { ImportReport } from './import/report.ts'
import type { SandboxOptions } from './sandbox.ts'
import { addDeepCategories } from './seed/deep-categories.ts'
import { generateProducts } from './seed/generator.ts'
import { trees } from './seed/settings.ts'
import { twinProducts } from './seed/twin.ts'

/** The products that another store sells too, and behind them those that are the store's own. */
function* draftsOf({ products, seed, variantsEach, twin }: GeneratedSource): Generator<ProductDraft> {
  if (twin === undefined) return yield* generateProducts(products, seed, { variantsEach })
  const names = new Set<string>()
  for (const draft of twinProducts(twin, variantsEach)) {
    names.add(draft.name.toLowerCase())
    yield draft
  }
  const own = { variantsEach, names, first: twin.products + 1, skuMark: `S${seed}-` }
  yield* generateProducts(products - twin.products, seed, own)
}

export function generate(builder: CatalogBuilder, source: GeneratedSource): void {
  const rooms = addDeepCategories(builder, source.categories ?? 0)
  let number = 0
  for (const draft of draftsOf(source)) {
    const room = rooms[number % rooms.length]
    builder.add(room === undefined ? draft : { ...draft, categories: [...draft.categories, room] })
    number += 1
  }
}

/** Makes the catalog from the generator, from the files that were given, or from the copies of them in the folder. */
export function loadCatalog(
  state: DurableState,
  options: SandboxOptions,
  folder: StoreFolder | null,
  origin: string,
): { builder: CatalogBuilder; report: ImportReport | null } {
  const builder = new CatalogBuilder(origin, trees)
  if (state.source.kind === 'generated') {
    generate(builder, state.source)
    return { builder, report: null }
  }
  const names = state.source.files
  const fresh = folder === null || folder.saved === null
  const texts = fresh ? readProductFiles(options.csvFiles ?? []) : names.map(name => folder.read(name) ?? '')
  const report = importFiles(
    names.map((name, at) => ({ name: name.replace(/^catalog-\d+-/, ''), text: texts[at] ?? '' })),
    builder,
  )
  // Kept only after every file could be read, so that a broken one leaves nothing behind.
  if (fresh) for (const [at, name] of names.entries()) folder?.keep(name, texts[at] ?? '')
  return { builder, report }
}
