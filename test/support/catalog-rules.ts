import { sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'
import { productFields } from '../../src/domain/fields.ts'
import { skuFault, skuKey } from '../../src/domain/sku.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a store showed, and what the layers above it have otherwise, each than the one below. */
interface Layered {
  readonly observed: Fields
  readonly base: Fields | null
  readonly sent: Fields | null
  readonly desired: Fields | null
  readonly overrides: Fields
  readonly pinned: readonly string[] | null
}

interface ListingRow extends Layered {
  readonly place: string
  readonly product_id: string | null
  readonly details: Fields
  readonly gone: boolean
  readonly variant_count: number
  readonly waiting_count: number
  readonly left_out_count: number
  readonly master: Fields | null
  readonly offers: readonly { match: string; gone: boolean }[]
}

interface OfferRow extends Layered {
  readonly place: string
  readonly match: string
  readonly gone: boolean
  readonly master: Fields | null
  readonly openReviews: number
  /** The variant of an open review that says “twice in this store” is in this store no longer. */
  readonly saysTwiceWrongly: boolean
}

interface VariantRow {
  readonly id: string
  readonly product_id: string
  readonly sku: string | null
  readonly sku_key: string | null
  readonly sku_fault: string | null
  readonly offers: number
}

interface ProductRow {
  readonly id: string
  readonly variant_count: number
  readonly fault_count: number
  readonly listings: number
}

/** What must hold in a catalog whatever came before, and doesn't: a sentence for each. */
export async function brokenRules(db: Db, workspace: string): Promise<string[]> {
  return [...(await brokenKeys(db)), ...(await brokenCatalog(db, workspace))]
}

/** The same without a look at what rows refer to, which takes longer than all the rest. */
export async function brokenCatalog(db: Db, workspace: string): Promise<string[]> {
  const listings = await sql<ListingRow>`
    select c.name || ' ' || l.remote_id as place, l.product_id, l.details, ${layered('l')}, l.gone_at is not null as gone, l.variant_count, l.waiting_count, l.left_out_count,
      (select p.fields || p.details from product p where p.workspace_id = l.workspace_id and p.id = l.product_id) as master,
      coalesce((
        select json_agg(json_build_object('match', o.match, 'gone', o.gone_at is not null)) from offer o
        where o.workspace_id = l.workspace_id and o.channel_id = l.channel_id and o.listing_id = l.remote_id
      ), '[]') as offers
    from listing l join channel c on c.workspace_id = l.workspace_id and c.id = l.channel_id
    where l.workspace_id = ${workspace}
  `.execute(db.kysely)
  const offers = await sql<OfferRow>`
    select c.name || ' ' || o.remote_id as place, o.match, o.gone_at is not null as gone, ${layered('o')},
      (select v.fields from variant v where v.workspace_id = o.workspace_id and v.id = o.variant_id) as master,
      (select count(*) from match_review r where r.workspace_id = o.workspace_id and r.channel_id = o.channel_id
        and r.offer_id = o.remote_id and r.listing_id = o.listing_id and r.decided_at is null) as "openReviews",
      exists (
        select from match_review r where r.workspace_id = o.workspace_id and r.channel_id = o.channel_id
          and r.offer_id = o.remote_id and r.decided_at is null and r.reason = 'duplicate' and not exists (
            select from offer other where other.workspace_id = r.workspace_id and other.channel_id = r.channel_id
              and other.variant_id = r.variant_id and other.gone_at is null
          )
      ) as "saysTwiceWrongly"
    from offer o join channel c on c.workspace_id = o.workspace_id and c.id = o.channel_id
    where o.workspace_id = ${workspace}
  `.execute(db.kysely)
  const variants = await sql<VariantRow>`
    select v.id, v.product_id, v.sku, v.sku_key, v.sku_fault,
      (select count(*) from offer o where o.workspace_id = v.workspace_id and o.variant_id = v.id) as offers
    from variant v where v.workspace_id = ${workspace}
  `.execute(db.kysely)
  const products = await sql<ProductRow>`
    select p.id, p.variant_count, p.fault_count,
      (select count(*) from listing l where l.workspace_id = p.workspace_id and l.product_id = p.id) as listings
    from product p where p.workspace_id = ${workspace}
  `.execute(db.kysely)
  return [
    ...listings.rows.flatMap(ofListing),
    ...offers.rows.flatMap(ofOffer),
    ...variants.rows.flatMap(ofVariant),
    ...products.rows.flatMap(product => ofProduct(product, variants.rows)),
  ]
}

function layered(row: string) {
  const columns = ['observed', 'base', 'sent', 'desired', 'overrides', 'pinned']
  return sql.raw(columns.map(column => `${row}.${column}`).join(', '))
}

/** Rows that refer to what is not there: an import may write without the database's own checks. */
export async function brokenKeys(db: Db): Promise<string[]> {
  const keys = await sql<{ name: string; from: string; to: string; columns: string[]; target: string[] }>`
    select k.conname as name, k.conrelid::regclass::text as "from", k.confrelid::regclass::text as "to",
      array(select attname::text from unnest(k.conkey) with ordinality as c (num, place)
        join pg_attribute on attrelid = k.conrelid and attnum = num order by place) as columns,
      array(select attname::text from unnest(k.confkey) with ordinality as c (num, place)
        join pg_attribute on attrelid = k.confrelid and attnum = num order by place) as target
    from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace
  `.execute(db.kysely)
  const counted = keys.rows.map(async ({ name, from, to, columns, target }) => {
    const on = columns.map((column, at) => sql`child.${sql.id(column)} = parent.${sql.id(target[at] ?? '')}`)
    const given = columns.map(column => sql`child.${sql.id(column)} is not null`)
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.raw(from)} as child
      where ${sql.join(given, sql` and `)}
        and not exists (select from ${sql.raw(to)} as parent where ${sql.join(on, sql` and `)})
    `.execute(db.kysely)
    const count = rows[0]?.count ?? 0
    return count === 0 ? [] : [`${count} rows of ${from} refer to what is not in ${to} (${name})`]
  })
  return (await Promise.all(counted)).flat()
}

function ofListing(row: ListingRow): string[] {
  const present = row.offers.filter(offer => !offer.gone)
  const count = (match: string) => present.filter(offer => offer.match === match).length
  const matched = row.offers.some(offer => offer.match === 'matched')
  return said(`The listing ${row.place}`, [
    [!row.gone && row.variant_count !== present.length, `counts ${row.variant_count} of ${present.length} variants`],
    [row.waiting_count !== count('waiting'), `counts ${row.waiting_count} of ${count('waiting')} that wait`],
    [row.left_out_count !== count('left_out'), `counts ${row.left_out_count} of ${count('left_out')} left out`],
    [row.gone && present.length > 0, 'is gone, and has variants that are not'],
    [matched && row.product_id === null, 'has matched variants, and no product'],
    ...differences(row, row.details),
    ...needless(row),
  ])
}

function ofOffer(row: OfferRow): string[] {
  const waits = row.match === 'waiting'
  return said(`The offer ${row.place}`, [
    [!row.gone && waits !== (row.openReviews === 1), `is ${row.match}, with ${row.openReviews} open reviews`],
    [row.openReviews > 1, 'waits twice'],
    [!row.gone && row.saysTwiceWrongly, 'waits as a duplicate of what is gone'],
    ...differences(row),
    ...needless(row),
  ])
}

function ofVariant(row: VariantRow): string[] {
  const { sku, sku_key: key, sku_fault: fault } = row
  const own = skuFault(sku ?? undefined)
  return said(`The variant ${row.id} with the SKU ${JSON.stringify(sku)}`, [
    [row.offers === 0, 'is of no store'],
    [fault === 'duplicate' && key !== null, `has the key ${key}, and is marked as a duplicate`],
    [fault !== 'duplicate' && fault !== own, `is marked as ${fault}, and is ${own}`],
    [key !== null && key !== skuKey(sku ?? undefined), `has the key ${key}`],
    [key === null && own !== 'blank' && own !== 'too_long' && fault !== 'duplicate', 'has no key'],
  ])
}

function ofProduct(row: ProductRow, variants: readonly VariantRow[]): string[] {
  const own = variants.filter(variant => variant.product_id === row.id)
  const faults = own.filter(variant => variant.sku_fault !== null).length
  return said(`The product ${row.id}`, [
    [row.variant_count !== own.length, `counts ${row.variant_count} of ${own.length} variants`],
    [row.fault_count !== faults, `counts ${row.fault_count} of ${faults} faults`],
    [row.listings === 0, 'is on no channel'],
  ])
}

function said(what: string, rules: readonly (readonly [boolean, string])[]): string[] {
  return rules.filter(([broken]) => broken).map(([, how]) => `${what} ${how}`)
}

const storeBound = new Set(
  Object.entries(productFields)
    .filter(([, definition]) => 'storeBound' in definition)
    .map(([name]) => name),
)

/** The master's values with the channel's overrides are what the channel is meant to show, ids of its platform apart. */
function differences(row: Layered & { master: Fields | null }, details: Fields = {}): [boolean, string][] {
  const { master, overrides, pinned } = row
  if (master === null) return [[Object.keys(overrides).length > 0, 'has overrides, and no master']]
  const meant: Record<string, unknown> = { ...master, ...overrides }
  const desired: Record<string, unknown> = { ...row.observed, ...row.base, ...row.sent, ...row.desired, ...details }
  const names = [...new Set([...Object.keys(meant), ...Object.keys(desired)])].filter(name => !storeBound.has(name))
  return [
    ...names.map((name): [boolean, string] => {
      const [a, b] = [plain(meant[name] ?? null), plain(desired[name] ?? null)]
      return [a !== b, `has ${a} as ${name} by master and overrides, and is meant to show ${b}`]
    }),
    ...(pinned ?? []).map((name): [boolean, string] => [!(name in overrides), `has no ${name} of its own`]),
  ]
}

/** Layers hold nothing that the layer below them has as well. */
function needless({ observed, base, sent, desired }: Layered): [boolean, string][] {
  let below: Record<string, unknown> = { ...observed }
  const rules: [boolean, string][] = []
  for (const layer of [base, sent, desired]) {
    if (layer === null) continue
    rules.push([Object.keys(layer).length === 0, 'has an empty layer'])
    for (const [name, value] of Object.entries(layer)) {
      rules.push([plain(value) === plain(below[name] ?? null), `has ${plain(value)} as ${name} in two layers`])
    }
    below = { ...below, ...layer }
  }
  return rules
}

/** As JSON without the platform's ids, with its names in order; and words, which say the same in any order, in order. */
function plain(value: unknown): string {
  const isWords = Array.isArray(value) && value.every(part => typeof part === 'string')
  return JSON.stringify(isWords ? value.toSorted() : value, (name, inner: unknown) => {
    if (/remoteId$/i.test(name)) return undefined
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
