import { sql } from 'kysely'
import type { Actor } from '../domain/actor.ts'
import type { SkuFault } from '../domain/sku.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import type { StoredFields } from './listings.ts'

type Handle = WorkspaceDb | WorkspaceTx

/** A variant that may be given a SKU. */
export interface VariantToFill {
  readonly id: string
  readonly productId: string
  readonly productName: string
  readonly brand: string
  readonly options: readonly string[]
  readonly product: string
  readonly variant: string
  readonly before: string
}

/** Variants whose SKU has one of these faults, in the order of their products' names, after `after`. */
export async function variantsToFill(
  db: Handle,
  ask: { faults: readonly SkuFault[]; limit: number; after?: VariantPlace },
): Promise<(VariantToFill & VariantPlace)[]> {
  const { after } = ask
  // Once more of the product alone, as an index has it: what comes before is not gone through for every page.
  const place =
    after === undefined
      ? sql`true`
      : sql`(p.name_key, p.id, v.position, v.id) > (${after.nameKey}, ${after.productId}, ${after.position}, ${after.id})
          and (p.name_key, p.id) >= (${after.nameKey}, ${after.productId})`
  const result = await sql<VariantToFill & VariantPlace>`
    select v.id, p.id as "productId", p.name as "productName", p.name_key as "nameKey", v.position,
      coalesce(p.brand, '') as brand, coalesce(v.origin_remote_id, v.id) as variant,
      coalesce(p.origin_remote_id, p.id) as product,
      coalesce(v.sku, '') as before,
      coalesce(
        (select json_agg(part->>'value') from jsonb_array_elements(v.fields->'optionValues') as part), '[]'
      ) as options
    from variant v join product p on p.workspace_id = v.workspace_id and p.id = v.product_id
    where v.workspace_id = ${db.workspace} and v.sku_fault = any(${ask.faults}::text[]) and ${place}
    order by p.name_key, p.id, v.position, v.id
    limit ${ask.limit}
  `.execute(db.kysely)
  return result.rows
}

export interface VariantPlace {
  readonly id: string
  readonly productId: string
  readonly nameKey: string
  readonly position: number
}

export async function countFaults(db: Handle): Promise<Partial<Record<SkuFault, number>>> {
  const rows = await db.kysely
    .selectFrom('variant')
    .where('workspace_id', '=', db.workspace)
    .where('sku_fault', 'is not', null)
    .groupBy('sku_fault')
    .select(['sku_fault', sql<number>`count(*)`.as('count')])
    .execute()
  return Object.fromEntries(rows.map(row => [row.sku_fault, row.count]))
}

/** Which of these keys a variant has. */
export async function takenSkuKeys(db: Handle, keys: readonly string[]): Promise<Set<string>> {
  const rows = await db.kysely
    .selectFrom('variant')
    .where('workspace_id', '=', db.workspace)
    .where('sku_key', '=', sql<string>`any(${keys}::text[])`)
    .select('sku_key')
    .execute()
  return new Set(rows.map(row => row.sku_key).filter(key => key !== null))
}

/**
 * Gives SKUs to variants that still have one of these faults, and gives back which they were. Rejects with a unique
 * violation of `variant_sku` where another took one meanwhile.
 */
export async function giveSkus(
  tx: WorkspaceTx,
  fillId: string,
  faults: readonly SkuFault[],
  given: readonly { id: string; sku: string; key: string }[],
): Promise<{ productId: string }[]> {
  const result = await sql<{ productId: string }>`
    update variant set sku = entry.sku, sku_key = entry.key, sku_fault = null, sku_fill_id = ${fillId}
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as entry (id text, sku text, key text)
    where variant.workspace_id = ${tx.workspace} and variant.id = entry.id
      and variant.sku_fault = any(${faults}::text[])
    returning variant.product_id as "productId"
  `.execute(tx.kysely)
  return result.rows
}

export interface StoredFill {
  readonly id: string
  readonly pattern: string
  readonly filled: number
  readonly at: Date
  readonly undoneAt: Date | null
}

export async function insertFill(
  tx: WorkspaceTx,
  fill: { id: string; pattern: string; at: Date; actor: Actor },
): Promise<void> {
  await tx.kysely
    .insertInto('sku_fill')
    .values({
      workspace_id: tx.workspace,
      id: fill.id,
      pattern: fill.pattern,
      filled: 0,
      at: fill.at,
      actor: JSON.stringify(fill.actor),
      undone_at: null,
    })
    .execute()
}

export async function addToFill(tx: WorkspaceTx, fillId: string, filled: number): Promise<void> {
  await tx.kysely
    .updateTable('sku_fill')
    .set(eb => ({ filled: eb('filled', '+', filled) }))
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', fillId)
    .execute()
}

function selectFills(db: Handle) {
  return db.kysely
    .selectFrom('sku_fill')
    .where('workspace_id', '=', db.workspace)
    .select(['id', 'pattern', 'filled', 'at', 'undone_at as undoneAt'])
}

export async function findFill(db: Handle, fillId: string): Promise<StoredFill | null> {
  return (await selectFills(db).where('id', '=', fillId).executeTakeFirst()) ?? null
}

/** The same, and nobody else goes on with it or takes it back before the transaction ends. */
export async function holdFill(tx: WorkspaceTx, fillId: string): Promise<StoredFill | null> {
  return (await selectFills(tx).where('id', '=', fillId).forUpdate().executeTakeFirst()) ?? null
}

export async function lastFill(db: Handle): Promise<StoredFill | null> {
  return (await selectFills(db).orderBy('at', 'desc').orderBy('id').limit(1).executeTakeFirst()) ?? null
}

/** How many SKUs this pattern has given that were not taken back as a whole. */
export async function countFilledBy(db: Handle, pattern: string): Promise<number> {
  const row = await db.kysely
    .selectFrom('sku_fill')
    .where('workspace_id', '=', db.workspace)
    .where('pattern', '=', pattern)
    .where('undone_at', 'is', null)
    .select(sql<number>`coalesce(sum(filled), 0)::bigint`.as('filled'))
    .executeTakeFirstOrThrow()
  return row.filled
}

/** Variants that have their SKU from a fill; those whose SKU was changed since are no longer among them. */
export async function variantsFilled(
  tx: WorkspaceTx,
  fillId: string,
  limit: number,
): Promise<{ id: string; productId: string; position: number; fields: StoredFields }[]> {
  return tx.kysely
    .selectFrom('variant')
    .where('workspace_id', '=', tx.workspace)
    .where('sku_fill_id', '=', fillId)
    .orderBy('id')
    .limit(limit)
    .select(['id', 'product_id as productId', 'position'])
    .select(sql<StoredFields>`fields`.as('fields'))
    .forUpdate()
    .execute()
}

export async function closeFill(tx: WorkspaceTx, fillId: string, at: Date): Promise<void> {
  await tx.kysely
    .updateTable('sku_fill')
    .set({ undone_at: at })
    .where('workspace_id', '=', tx.workspace)
    .where('id', '=', fillId)
    .execute()
}
