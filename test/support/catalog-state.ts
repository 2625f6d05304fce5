import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../src/database/connect.ts'

type Row = Readonly<Record<string, unknown>>

/** All that pulls wrote into a workspace, table by table. */
export interface CatalogState {
  readonly product: readonly Row[]
  readonly variant: readonly Row[]
  readonly listing: readonly Row[]
  readonly offer: readonly Row[]
  readonly matchReview: readonly Row[]
  readonly brand: readonly Row[]
  readonly category: readonly Row[]
  readonly channelCatalog: readonly Row[]
  readonly run: readonly Row[]
  readonly runRow: readonly Row[]
}

/**
 * The catalog in a form in which two databases can be compared row for row: ids that the hub drew are replaced by the
 * store's ids that they stand for, runs by their number in their channel, moments by whether there is one, and what a
 * search looks at by its lines. Whatever column comes to a table later is compared too. Rows are in the order of their
 * text.
 */
export async function catalogState(db: Db, workspace: string): Promise<CatalogState> {
  const rows = async (query: RawBuilder<{ row: Row }>): Promise<Row[]> => {
    const found = (await query.execute(db.kysely)).rows.map(({ row }) => row)
    return found
      .map(row => [JSON.stringify(row), row] as const)
      .sort(byText)
      .map(([, row]) => row)
  }
  const productKey = (id: RawBuilder<unknown>) => sql`(
    select origin.name || ' ' || own.origin_remote_id from product own
    join channel origin on origin.workspace_id = own.workspace_id and origin.id = own.origin_channel_id
    where own.workspace_id = ${workspace} and own.id = ${id}
  )`
  const variantKey = (id: RawBuilder<unknown>) => sql`(
    select origin.name || ' ' || own.origin_remote_id from variant own
    join channel origin on origin.workspace_id = own.workspace_id and origin.id = own.origin_channel_id
    where own.workspace_id = ${workspace} and own.id = ${id}
  )`
  const runNumber = (id: RawBuilder<unknown>) => sql`(
    select place from (
      select one.id, row_number() over (partition by one.channel_id order by one.created_at, one.id) as place
      from run one where one.workspace_id = ${workspace}
    ) as numbered where numbered.id = ${id}
  )`
  const ofChannel = (table: string, row: RawBuilder<unknown>) => sql<{ row: Row }>`
    select (${row}) || jsonb_build_object('channel', c.name) as row
    from ${sql.table(table)} t join channel c on c.workspace_id = t.workspace_id and c.id = t.channel_id
    where t.workspace_id = ${workspace}
  `
  const seenBy = sql`to_jsonb(t) - '{workspace_id,channel_id,seen_run}'::text[]
    || jsonb_build_object('seen', ${runNumber(sql`t.seen_run`)})`
  return {
    product: await rows(sql`
      select to_jsonb(p) - '{workspace_id,id,origin_channel_id,origin_remote_id,created_at,changed_at}'::text[]
        || jsonb_build_object('key', ${productKey(sql`p.id`)}, 'search', (
          select array_agg(distinct line order by line) from regexp_split_to_table(p.search, e'\n') as line
        )) as row
      from product p where p.workspace_id = ${workspace}
    `),
    variant: await rows(sql`
      select to_jsonb(v) - '{workspace_id,id,product_id,origin_channel_id,origin_remote_id,sku_fill_id}'::text[]
        || jsonb_build_object('key', ${variantKey(sql`v.id`)}, 'product', ${productKey(sql`v.product_id`)},
          'filled', v.sku_fill_id is not null) as row
      from variant v where v.workspace_id = ${workspace}
    `),
    listing: await rows(
      ofChannel(
        'listing',
        sql`to_jsonb(t)
          - '{workspace_id,channel_id,product_id,observed_at,details_at,first_seen_at,seen_run,details_run,gone_at}'::text[]
          || jsonb_build_object('product', ${productKey(sql`t.product_id`)}, 'gone', t.gone_at is not null,
            'detailed', t.details_at is not null, 'seen', ${runNumber(sql`t.seen_run`)},
            'detailsSeen', ${runNumber(sql`t.details_run`)})`,
      ),
    ),
    offer: await rows(
      ofChannel(
        'offer',
        sql`to_jsonb(t) - '{workspace_id,channel_id,variant_id,gone_at}'::text[]
          || jsonb_build_object('variant', ${variantKey(sql`t.variant_id`)}, 'gone', t.gone_at is not null)`,
      ),
    ),
    matchReview: await rows(
      ofChannel(
        'match_review',
        sql`to_jsonb(t) - '{workspace_id,id,channel_id,variant_id,created_at,decided_at,decided_by,made}'::text[]
          || jsonb_build_object('variant', ${variantKey(sql`t.variant_id`)}, 'decided', t.decided_at is not null)`,
      ),
    ),
    brand: await rows(ofChannel('channel_brand', seenBy)),
    category: await rows(ofChannel('channel_category', seenBy)),
    channelCatalog: await rows(
      ofChannel(
        'channel_catalog',
        sql`jsonb_build_object('trees', t.trees, 'changesFrom', t.changes_from is not null,
          'complete', t.complete_at is not null, 'productsRead', t.products_read_at is not null,
          'detailsRead', t.details_read_at is not null, 'categoriesRead', t.categories_read_at is not null,
          'brandsRead', t.brands_read_at is not null, 'held', ${runNumber(sql`t.held_run_id`)})`,
      ),
    ),
    run: await rows(
      ofChannel(
        'run',
        sql`jsonb_build_object('run', ${runNumber(sql`t.id`)}, 'mode', t.mode, 'state', t.state, 'problem', t.problem,
          'account', t.account - '{requests,requestsLeast,seconds}'::text[])`,
      ),
    ),
    runRow: await rows(sql`
      select to_jsonb(t) - '{workspace_id,run_id,seq}'::text[]
        || jsonb_build_object('run', ${runNumber(sql`t.run_id`)}, 'channel', c.name) as row
      from run_row t
      join run r on r.workspace_id = t.workspace_id and r.id = t.run_id
      join channel c on c.workspace_id = t.workspace_id and c.id = r.channel_id
      where t.workspace_id = ${workspace}
    `),
  }
}

function byText([a]: readonly [string, Row], [b]: readonly [string, Row]): number {
  return a < b ? -1 : a > b ? 1 : 0
}
