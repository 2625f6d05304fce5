import { CatalogBuilder } from './catalog/build.ts'
import type { Catalog } from './catalog/catalog.ts'
import type { DurableState } from './durable.ts'
import type { StoreFolder } from './folder.ts'
import { importFiles, readProductFiles } from './import/import-files.ts'
import type { ImportReport } from './import/report.ts'
import type { SandboxOptions } from './sandbox.ts'
import { generateProducts } from './seed/generator.ts'
import { trees } from './seed/settings.ts'

/** Makes the catalog from the generator, from the files that were given, or from the copies of them in the folder. */
export function loadCatalog(
  state: DurableState,
  options: SandboxOptions,
  folder: StoreFolder | null,
  origin: string,
): { catalog: Catalog; report: ImportReport | null } {
  const builder = new CatalogBuilder(origin, trees)
  if (state.source.kind === 'generated') {
    for (const draft of generateProducts(state.source.products, state.source.seed)) builder.add(draft)
    return { catalog: builder.build(), report: null }
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
  return { catalog: builder.build(), report }
}
