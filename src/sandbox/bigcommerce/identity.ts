import { basename } from 'node:path'
import { limits } from './catalog/limits.ts'
import { lowerCase, seededChance, trueChance } from './chance.ts'
import type { CatalogSource, DurableState, GeneratedSource } from './durable.ts'
import { SandboxError } from './error.ts'
import type { StoreFolder } from './folder.ts'
import type { SandboxOptions } from './sandbox.ts'
import { demoSeed } from './seed/generator.ts'
import { firstPages } from './seed/pages.ts'

const productsDefault = 120
const productsMax = 1_000_000
const categoriesMax = 1_000_000
const storeNameDefault = 'Willow & Fell'
const twinNameDefault = 'Fell & Daughters'

/** What a new store is made of; it makes no sense for one that is there. */
const newStoreOptions = ['seed', 'products', 'variantsEach', 'categories', 'twin'] as const

/** What only a generated catalog can be asked for. */
const generatorOptions = ['products', 'variantsEach', 'categories', 'twin'] as const

function checkWhole(name: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return
  throw new SandboxError(
    'option_invalid',
    `${name} is ${value}; it must be a whole number from ${min} to ${max}.`,
    `Give ${name} another value, or leave it out.`,
  )
}

export function checkOptions(options: SandboxOptions): void {
  checkWhole('port', options.port, 0, 65_535)
  checkWhole('products', options.products, 0, productsMax)
  checkWhole('variantsEach', options.variantsEach, 1, limits.variants)
  checkWhole('inventoryDelayMs', options.inventoryDelayMs, 0, 3_600_000)
  checkWhole('paymentDelayMs', options.paymentDelayMs, 0, 3_600_000)
  checkWhole('categories', options.categories, 0, categoriesMax)
  checkWhole('twin.seed', options.twin?.seed, 0, Number.MAX_SAFE_INTEGER)
  checkWhole('twin.products', options.twin?.products, 0, options.products ?? productsDefault)
  checkWhole('seed', options.seed, 0, Number.MAX_SAFE_INTEGER)
  if (options.host !== undefined && options.host !== '127.0.0.1') {
    throw new SandboxError('option_invalid', 'The sandbox store listens on 127.0.0.1 only.', 'Leave the host out.')
  }
  if (
    options.csvFiles !== undefined &&
    options.csvFiles.length > 0 &&
    generatorOptions.some(name => options[name] !== undefined)
  ) {
    throw new SandboxError(
      'option_invalid',
      'Product files were given, and what the generator is to make as well.',
      `Give files, or ${generatorOptions.join(', ')}.`,
    )
  }
  const hasFiles = options.csvFiles !== undefined && options.csvFiles.length > 0
  const given = [...newStoreOptions.filter(name => options[name] !== undefined), ...(hasFiles ? ['csvFiles'] : [])]
  if (options.snapshot !== undefined && given.length > 0) {
    throw new SandboxError(
      'option_invalid',
      `A snapshot was given, and ${given.join(' and ')} as well: it holds a whole store already.`,
      'Give the snapshot alone, or leave it out to make a new store.',
    )
  }
  if (options.quota !== undefined && options.quota !== 'off') {
    checkWhole('quota.requests', options.quota.requests, 1, 1_000_000_000)
    checkWhole('quota.windowMs', options.quota.windowMs, 1, 86_400_000)
  }
}

function sourceOf(options: SandboxOptions): CatalogSource {
  if (options.csvFiles !== undefined && options.csvFiles.length > 0) {
    return { kind: 'files', files: options.csvFiles.map((path, at) => `catalog-${at + 1}-${basename(path)}`) }
  }
  return generatedSource(options)
}

function generatedSource(options: SandboxOptions): GeneratedSource {
  const { products = productsDefault, seed = demoSeed, variantsEach, categories, twin } = options
  return {
    kind: 'generated',
    products,
    seed,
    ...(variantsEach === undefined ? {} : { variantsEach }),
    ...(categories === undefined ? {} : { categories }),
    ...(twin === undefined ? {} : { twin: { seed: twin.seed, products: twin.products } }),
  }
}

/** The state of a store that is started for the first time. */
function newState(options: SandboxOptions): DurableState {
  const seed = options.seed ?? null
  const chance = seed === null ? trueChance() : seededChance(seed, 'store hash')
  return {
    version: 1,
    storeHash: chance.text(10, lowerCase),
    storeName: options.storeName ?? (options.twin === undefined ? storeNameDefault : twinNameDefault),
    plan: options.plan ?? 'pro',
    seed,
    source: sourceOf(options),
    accounts: [],
    accountsMade: 0,
    hooks: [],
    hooksMade: 0,
    pages: firstPages,
  }
}

/** Refuses options that ask for another catalog than the folder holds: a store is not swapped under its connections. */
function checkSame(saved: DurableState, options: SandboxOptions, folder: StoreFolder): void {
  const { source } = saved
  const wanted = generatedSource(options)
  const files = options.csvFiles ?? []
  const differs =
    options.snapshot !== undefined ||
    (options.seed !== undefined && options.seed !== saved.seed) ||
    generatorOptions.some(
      name =>
        options[name] !== undefined &&
        (source.kind !== 'generated' || JSON.stringify(source[name]) !== JSON.stringify(wanted[name])),
    ) ||
    (files.length > 0 && JSON.stringify(sourceOf(options)) !== JSON.stringify(source))
  if (!differs) return
  throw new SandboxError(
    'folder_holds_other_store',
    `${folder.path} holds another store already.`,
    'Choose another folder, or leave seed, catalog, its size and a snapshot out to go on with that store.',
  )
}

/**
 * The state of the store that the options lead to, with a new name or plan if one was given: that of the snapshot, that of
 * the folder, or that of a new store.
 */
export function initialState(
  options: SandboxOptions,
  folder: StoreFolder | null,
  snapshot: DurableState | null,
): DurableState {
  const saved = folder?.saved ?? snapshot
  if (saved === null) return newState(options)
  if (folder !== null && folder.saved !== null) checkSame(folder.saved, options, folder)
  return { ...saved, storeName: options.storeName ?? saved.storeName, plan: options.plan ?? saved.plan }
}
