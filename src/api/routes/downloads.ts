import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import {
  type ListedListing,
  type ListedProduct,
  type ListPlace,
  readListings,
  readProducts,
} from '../../actions/read-catalog.ts'
import { readChannel } from '../../actions/read-channels.ts'
import { readChanges, readPlan, type StoredChange } from '../../actions/read-plans.ts'
import { readRun, readRunRows, type StoredRunRow } from '../../actions/runs.ts'
import { catalogRoutes } from '../contract/catalog.ts'
import { planRoutes } from '../contract/plans.ts'
import { runRoutes } from '../contract/runs.ts'
import { allRows, sendCsv } from '../csv.ts'
import { given } from '../given.ts'
import type { Member } from '../handlers.ts'
import { sendJsonFile } from '../json-file.ts'
import { viewChange } from '../plan-view.ts'
import { orderOf } from './catalog.ts'
import { changeFilterOf } from './plans.ts'

const rowsAtATime = 500

type Enter = (request: FastifyRequest) => Promise<Member>

/** The lists of the API as files: the same addresses with `.csv`, the same query, all rows. */
export function serveDownloads(app: FastifyInstance, enter: Enter): void {
  const hidden = (querystring: object) => ({ schema: { hide: true, querystring } as object })

  const rowsQuery = runRoutes['GET /api/runs/:runId/rows'].query
  app.get('/api/runs/:runId/rows.csv', hidden(rowsQuery), async (request, reply) => {
    const { actor, db } = await enter(request)
    const { runId } = request.params as { runId: string }
    const { outcome } = request.query as z.output<typeof rowsQuery>
    await readRun(actor, db, runId)
    const rows = allRows<StoredRunRow, number>(
      (after = 0) => readRunRows(actor, db, runId, { limit: rowsAtATime, after, ...given({ outcome }) }),
      row => row.seq,
      rowsAtATime,
    )
    const columns = ['Outcome', 'Kind', 'Store id', 'Name', 'SKU', 'Reason', 'What came']
    return sendCsv(reply, `${runId}.csv`, columns, cells(rows, toRunCells))
  })

  const listingsQuery = catalogRoutes['GET /api/channels/:channelId/listings'].query
  app.get('/api/channels/:channelId/listings.csv', hidden(listingsQuery), async (request, reply) => {
    const { actor, db } = await enter(request)
    const { channelId } = request.params as { channelId: string }
    const { limit: _, after: _from, sort, ...filter } = request.query as z.output<typeof listingsQuery>
    await readChannel(actor, db, channelId)
    const rows = allRows<ListedListing, ListPlace>(
      after =>
        readListings(actor, db, channelId, {
          filter: given(filter),
          limit: rowsAtATime,
          sort: orderOf(sort, undefined).sort,
          ...(after !== undefined && { after }),
        }),
      row => ({ key: row.sortKey, id: row.remoteId }),
      rowsAtATime,
    )
    return sendCsv(reply, 'channel-products.csv', listingColumns, cells(rows, toListingCells))
  })

  const productsQuery = catalogRoutes['GET /api/products'].query
  app.get('/api/products.csv', hidden(productsQuery), async (request, reply) => {
    const { actor, db } = await enter(request)
    const { limit: _, after: _from, sort, ...filter } = request.query as z.output<typeof productsQuery>
    const rows = allRows<ListedProduct, ListPlace>(
      after =>
        readProducts(actor, db, {
          filter: given(filter),
          limit: rowsAtATime,
          sort: orderOf(sort, undefined).sort,
          ...(after !== undefined && { after }),
        }),
      row => ({ key: row.sortKey, id: row.id }),
      rowsAtATime,
    )
    return sendCsv(reply, 'products.csv', productColumns, cells(rows, toProductCells))
  })

  const changesQuery = planRoutes['GET /api/plans/:planId/changes'].query
  const changesOf = async (request: FastifyRequest) => {
    const { actor, db } = await enter(request)
    const { planId } = request.params as { planId: string }
    const { limit: _, after: _from, order: _order, ...filter } = request.query as z.output<typeof changesQuery>
    await readPlan(actor, db, planId)
    const rows = allRows<StoredChange, number>(
      (after = 0) => readChanges(actor, db, planId, { filter: changeFilterOf(filter), limit: rowsAtATime, after }),
      row => row.seq,
      rowsAtATime,
    )
    return { name: planId, rows }
  }
  app.get('/api/plans/:planId/changes.csv', hidden(changesQuery), async (request, reply) => {
    const { name, rows } = await changesOf(request)
    return sendCsv(reply, `${name}.csv`, changeColumns, cells(rows, toChangeCells))
  })
  app.get('/api/plans/:planId/changes.json', hidden(changesQuery), async (request, reply) => {
    const { name, rows } = await changesOf(request)
    return sendJsonFile(reply, `${name}.json`, views(rows))
  })
}

async function* views(rows: AsyncIterable<StoredChange>): AsyncGenerator<unknown> {
  for await (const row of rows) yield viewChange(row)
}

async function* cells<Row>(rows: AsyncIterable<Row>, toCells: (row: Row) => unknown[]): AsyncGenerator<unknown[]> {
  for await (const row of rows) yield toCells(row)
}

function toRunCells(row: StoredRunRow): unknown[] {
  return [row.outcome, row.kind, row.remoteId, row.name, row.sku, row.reason, row.came]
}

const listingColumns = [
  ...['Store id', 'Product id', 'Name', 'SKU', 'Brand', 'Price', 'Highest price', 'Stock', 'Variants'],
  ...['Not matched', 'Left out', 'Visible', 'Changed in the store', 'Gone from the store since'],
]

function toListingCells(row: ListedListing): unknown[] {
  return [
    ...[row.remoteId, row.productId, row.name, row.sku, row.brand, row.price, row.priceMost, row.stock],
    ...[row.variantCount, row.waitingCount, row.leftOutCount, row.visible ? 'yes' : 'no'],
    ...[row.modifiedAt?.toISOString() ?? '', row.goneAt?.toISOString() ?? ''],
  ]
}

const productColumns = [
  ...['Product id', 'Name', 'SKU', 'Brand', 'Price', 'Highest price', 'Variants', 'SKU faults', 'State', 'Channels'],
  'Changed',
]

function toProductCells(row: ListedProduct): unknown[] {
  return [
    ...[row.id, row.name, row.sku, row.brand, row.price, row.priceMost, row.variantCount, row.faultCount, row.state],
    ...[row.channels.filter(({ gone }) => !gone).length, row.changedAt.toISOString()],
  ]
}

const changeColumns = [
  ...['Change', 'Store id', 'Variant id', 'Name', 'SKU', 'Field', 'Part', 'Old', 'New', 'Edited in the store', 'State'],
  ...['Reason', 'What to do'],
]

function toChangeCells(row: StoredChange): unknown[] {
  return [
    ...[row.seq, row.listingId, row.offerId, row.name, row.sku, row.field, row.part],
    ...[asCell(row.before), asCell(row.after), row.edited ? 'yes' : 'no', row.state, row.reason, row.fix],
  ]
}

function asCell(value: StoredChange['before']): string {
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
