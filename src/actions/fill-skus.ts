import type { WorkspaceDb, WorkspaceTx } from '../database/connect.ts'
import { despiteCollisions } from '../database/data-refused.ts'
import { recordEvent } from '../database/events.ts'
import { rebuildSearch, recountProducts, updateVariants } from '../database/products.ts'
import {
  addToFill,
  closeFill,
  countFaults,
  countFilledBy,
  findFill,
  giveSkus,
  holdFill,
  insertFill,
  lastFill,
  type StoredFill,
  takenSkuKeys,
  type VariantPlace,
  type VariantToFill,
  variantsFilled,
  variantsToFill,
} from '../database/sku-fills.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import type { SkuFault } from '../domain/sku.ts'
import { checkPattern, SkuPattern } from '../domain/sku-pattern.ts'
import { skuFrom } from '../engine/pull/shape-product.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import { invariant } from '../runtime/invariant.ts'
import type { Tools } from './tools.ts'

export type { StoredFill, VariantPlace }

const examplesMost = 20
const atOnceMost = 1_000
const roundsMost = 10_000
/** Of as many as are given or taken back at once: so much one call does. */
const roundsAPart = 5

/** How many variants have a SKU with a fault, by fault, and the last fill. */
export async function readSkuFaults(
  actor: Actor,
  db: WorkspaceDb,
): Promise<{ faults: Partial<Record<SkuFault, number>>; last: StoredFill | null }> {
  mustBeAllowed(actor, 'catalog.read')
  return { faults: await countFaults(db), last: await lastFill(db) }
}

/** It counts on from what it has given before. Throws `input_invalid` where the pattern can't be used. */
async function patternFor(db: WorkspaceDb, pattern: string): Promise<SkuPattern> {
  checkPattern(pattern)
  return new SkuPattern(pattern, 1 + (await countFilledBy(db, pattern)))
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
  const pattern = await patternFor(db, input.pattern)
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
 * Works out SKUs that nobody has: numbers of the pattern that others have already are passed over, however many. A
 * variant for which the pattern leads to none stays without.
 */
async function assign(db: WorkspaceDb | WorkspaceTx, pattern: SkuPattern, variants: readonly VariantToFill[]) {
  const given: { id: string; productId: string; sku: string; key: string }[] = []
  let rest = variants
  for (let round = 0; round < roundsMost && rest[0] !== undefined; round += 1) {
    if (round > 0) await passOverTaken(db, pattern, rest[0])
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

/** Goes on to the next number that gives this variant a SKU which nobody has. */
async function passOverTaken(db: WorkspaceDb | WorkspaceTx, pattern: SkuPattern, variant: VariantToFill) {
  for (let round = 0; round < roundsMost; round += 1) {
    const keys = pattern.keysAhead(factsOf(variant), atOnceMost)
    const taken = await takenSkuKeys(
      db,
      keys.filter(key => key !== null),
    )
    const free = keys.findIndex(key => key === null || !taken.has(key))
    pattern.passOver(free === -1 ? keys.length : free)
    if (free !== -1 || keys.length === 0) return
  }
}

function factsOf({ brand, productName: name, options, product, variant }: VariantToFill) {
  return { brand, name, options, product, variant }
}

/** Where a fill goes on that has given a part. */
export interface FillPlace {
  readonly fillId: string
  readonly after: VariantPlace
}

/**
 * Gives SKUs from a pattern to variants whose SKU has one of the faults: a part of them, which takes well under a second.
 * `next` is where to go on; null where all were looked at. Whoever stops in between has a smaller fill, which is taken
 * back like any other. They stay in the hub: a store gets them by a later plan. Throws `input_invalid` where the pattern
 * can't be used or is not the fill's, `not_found` and `already_undone` where there is no fill to go on with.
 */
export async function fillSkus(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: FillInput & { readonly goOn?: FillPlace },
): Promise<{ fill: StoredFill; next: VariantPlace | null }> {
  mustBeAllowed(actor, 'catalog.manage')
  let pattern = await patternFor(db, input.pattern)
  const id = input.goOn?.fillId ?? (await beginFill(actor, db, tools, input.pattern))
  let after = input.goOn?.after
  let isThrough = false
  for (let round = 0; round < roundsAPart && !isThrough; round += 1) {
    const place = after
    // An import that goes on, or another fill, may stand in the way.
    const { variants, next } = await despiteCollisions(() =>
      db.transaction(async tx => {
        // Nobody takes it back meanwhile, for then it would have no end.
        const fill = await holdOpenFill(tx, id)
        if (fill.pattern !== input.pattern) throw otherPattern(fill.pattern)
        const own = pattern.copy()
        const ask = { faults: input.faults, limit: atOnceMost, ...(place !== undefined && { after: place }) }
        const found = await variantsToFill(tx, ask)
        const given = await giveSkus(tx, id, input.faults, await assign(tx, own, found))
        await addToFill(tx, id, given.length)
        const productIds = [...new Set(given.map(({ productId }) => productId))]
        await recountProducts(tx, productIds)
        await rebuildSearch(tx, productIds)
        return { variants: found, next: own }
      }),
    )
    pattern = next
    after = variants.at(-1)
    isThrough = variants.length < atOnceMost
  }
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  const fill = await findFill(db, id)
  invariant(fill !== null, 'a fill is there once it was made')
  return { fill, next: isThrough ? null : (after ?? null) }
}

async function beginFill(actor: Actor, db: WorkspaceDb, tools: Tools, pattern: string): Promise<string> {
  const id = newId('fil', tools.randomBytes)
  const at = tools.clock.now()
  await db.transaction(async tx => {
    await insertFill(tx, { id, pattern, at, actor })
    await recordEvent(tx, {
      id: newId('evt', tools.randomBytes),
      at,
      actor,
      verb: 'skus.filled',
      about: { fillId: id, pattern },
    })
  })
  return id
}

async function holdOpenFill(tx: WorkspaceTx, fillId: string): Promise<StoredFill> {
  const fill = await holdFill(tx, fillId)
  if (fill === null) {
    const hint = 'Inventory shows the last one; so does cartwright skus faults.'
    throw new HubError('not_found', 'There is no such fill.', { hint })
  }
  if (fill.undoneAt !== null) {
    const hint = 'Fill in from a pattern anew to give SKUs again.'
    throw new HubError('already_undone', 'These SKUs were taken back before.', { hint })
  }
  return fill
}

function otherPattern(pattern: string): HubError {
  const fields = { pattern: `This fill gives SKUs from “${pattern}”: go on with that, or begin another fill.` }
  return new HubError('input_invalid', 'A fill goes on with the pattern that it began with.', { fields })
}

/**
 * Takes the SKUs of a fill back, a part of them; `left` while there may be more, so that it is to be called again.
 * Throws `not_found`, `already_undone`.
 */
export async function undoFill(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  fillId: string,
): Promise<{ undone: number; left: boolean }> {
  mustBeAllowed(actor, 'catalog.manage')
  let undone = 0
  let left = true
  for (let round = 0; round < roundsAPart && left; round += 1) {
    const count = await despiteCollisions(() =>
      db.transaction(async tx => {
        await holdOpenFill(tx, fillId)
        const taken = await takeBack(tx, fillId)
        if (taken < atOnceMost) await endFill(actor, tx, tools, fillId)
        return taken
      }),
    )
    undone += count
    left = count === atOnceMost
  }
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { undone, left }
}

async function endFill(actor: Actor, tx: WorkspaceTx, tools: Tools, fillId: string): Promise<void> {
  const at = tools.clock.now()
  await closeFill(tx, fillId, at)
  await recordEvent(tx, {
    id: newId('evt', tools.randomBytes),
    at,
    actor,
    verb: 'skus.fill_undone',
    about: { fillId },
  })
}

/** Takes some SKUs of a fill back; what the variants' store shows decides again what is wrong with them. */
async function takeBack(tx: WorkspaceTx, fillId: string): Promise<number> {
  const variants = await variantsFilled(tx, fillId, atOnceMost)
  await updateVariants(
    tx,
    variants.map(variant => ({ ...variant, ...skuFrom(variant.fields) })),
  )
  const productIds = [...new Set(variants.map(({ productId }) => productId))]
  await recountProducts(tx, productIds)
  await rebuildSearch(tx, productIds)
  return variants.length
}
