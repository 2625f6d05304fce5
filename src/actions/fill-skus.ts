import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { rebuildSearch, recountProducts } from '../database/products.ts'
import {
  addToFill,
  countFaults,
  findFill,
  giveSkus,
  insertFill,
  lastFill,
  type StoredFill,
  takeBackFill,
  takenSkuKeys,
  type VariantPlace,
  type VariantToFill,
  variantsToFill,
} from '../database/sku-fills.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import type { SkuFault } from '../domain/sku.ts'
import { SkuPattern } from '../domain/sku-pattern.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { invariant } from '../runtime/invariant.ts'
import type { Tools } from './tools.ts'

export type { StoredFill }

const examplesMost = 20
const atOnceMost = 1_000
/** Numbers that others have already are passed over, this often for each variant. */
const triesMost = 1_000
const roundsMost = 10_000

/** How many variants have a SKU with a fault, by fault, and the last fill. */
export async function readSkuFaults(
  actor: Actor,
  db: WorkspaceDb,
): Promise<{ faults: Partial<Record<SkuFault, number>>; last: StoredFill | null }> {
  mustBeAllowed(actor, 'catalog.read')
  return { faults: await countFaults(db), last: await lastFill(db) }
}

interface FillInput {
  readonly pattern: string
  readonly faults: readonly SkuFault[]
}

/** What a pattern would give to the first variants. Throws `input_invalid` where the pattern can't be used. */
export async function previewFill(
  actor: Actor,
  db: WorkspaceDb,
  input: FillInput,
): Promise<{ total: number; examples: (VariantToFill & { sku: string })[] }> {
  mustBeAllowed(actor, 'catalog.read')
  const pattern = new SkuPattern(input.pattern)
  const variants = await variantsToFill(db, { faults: input.faults, limit: examplesMost })
  const given = await assign(db, pattern, variants)
  const counts = await countFaults(db)
  const total = input.faults.reduce((sum, fault) => sum + (counts[fault] ?? 0), 0)
  const examples = variants.flatMap(variant => {
    const sku = given.find(({ id }) => id === variant.id)?.sku
    return sku === undefined ? [] : [{ ...variant, sku }]
  })
  return { total, examples }
}

/**
 * Works out SKUs that nobody has: where somebody has the one that is proposed, the pattern's next number is tried. A
 * variant for which the pattern leads to none stays without.
 */
async function assign(db: WorkspaceDb | WorkspaceTx, pattern: SkuPattern, variants: readonly VariantToFill[]) {
  const given: { id: string; productId: string; sku: string; key: string }[] = []
  let rest = variants
  for (let round = 0; round < triesMost && rest.length > 0; round += 1) {
    const proposals = rest.flatMap(variant => {
      const proposal = pattern.propose(factsOf(variant))
      return proposal === null ? [] : [{ variant, ...proposal }]
    })
    const taken = await takenSkuKeys(
      db,
      proposals.map(({ key }) => key),
    )
    for (const { variant, sku, key } of proposals) {
      if (!taken.has(key)) given.push({ id: variant.id, productId: variant.productId, sku, key })
    }
    rest = proposals.filter(({ key }) => taken.has(key)).map(({ variant }) => variant)
  }
  return given
}

function factsOf({ brand, productName: name, options, product, variant }: VariantToFill) {
  return { brand, name, options, product, variant }
}

/**
 * Gives SKUs from a pattern to all variants whose SKU has one of the faults. They stay in the hub: a store gets them by
 * a later plan. Throws `input_invalid` where the pattern can't be used.
 */
export async function fillSkus(actor: Actor, db: WorkspaceDb, tools: Tools, input: FillInput): Promise<StoredFill> {
  mustBeAllowed(actor, 'catalog.manage')
  const pattern = new SkuPattern(input.pattern)
  const id = newId('fil', tools.randomBytes)
  const at = tools.clock.now()
  await db.transaction(async tx => {
    await insertFill(tx, { id, pattern: input.pattern, at, actor })
    await recordEvent(tx, {
      id: newId('evt', tools.randomBytes),
      at,
      actor,
      verb: 'skus.filled',
      about: { fillId: id, pattern: input.pattern },
    })
  })
  let after: VariantPlace | undefined
  for (let round = 0; round < roundsMost; round += 1) {
    const place = after
    const variants = await db.transaction(async tx => {
      const ask = { faults: input.faults, limit: atOnceMost, ...(place !== undefined && { after: place }) }
      const found = await variantsToFill(tx, ask)
      const given = await assign(tx, pattern, found)
      await giveSkus(tx, id, given)
      await addToFill(tx, id, given.length)
      const productIds = [...new Set(given.map(({ productId }) => productId))]
      await recountProducts(tx, productIds)
      await rebuildSearch(tx, productIds)
      return found
    })
    after = variants.at(-1)
    if (variants.length < atOnceMost) break
  }
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  const fill = await findFill(db, id)
  invariant(fill !== null, 'a fill is there once it was made')
  return fill
}

/** Takes the SKUs of a fill back. Throws `not_found`, `already_undone`. */
export async function undoFill(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  fillId: string,
): Promise<{ undone: number }> {
  mustBeAllowed(actor, 'catalog.manage')
  const fill = await findFill(db, fillId)
  if (fill === null) throw new HubError('not_found', 'There is no such fill.')
  if (fill.undoneAt !== null) throw new HubError('already_undone', 'These SKUs were taken back before.')
  const undone = await db.transaction(async tx => {
    const productIds = await takeBackFill(tx, fillId, tools.clock.now())
    await recountProducts(tx, [...new Set(productIds)])
    await rebuildSearch(tx, [...new Set(productIds)])
    await recordEvent(tx, {
      id: newId('evt', tools.randomBytes),
      at: tools.clock.now(),
      actor,
      verb: 'skus.fill_undone',
      about: { fillId },
    })
    return productIds.length
  })
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { undone }
}
