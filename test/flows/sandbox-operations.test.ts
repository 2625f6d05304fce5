import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Router } from '../../src/sandbox/bigcommerce/http/router.ts'
import { officialOperations } from '../../src/sandbox/bigcommerce/routes/official.ts'
import type { RecordedExchange } from '../support/contract.ts'
import {
  contractAbsence,
  contractPresent,
  contradictions,
  coverageOf,
  describeViolations,
} from '../support/contract.ts'
import { sandboxTable } from '../support/sandbox-table.ts'
import { brandCalls } from './sandbox-operations/brands.ts'
import { assignmentCalls, categoryCalls } from './sandbox-operations/categories.ts'
import { channelCalls } from './sandbox-operations/channels.ts'
import { choiceCalls } from './sandbox-operations/choices.ts'
import { contentCalls, redirectCalls } from './sandbox-operations/content.ts'
import { customerCalls, customerGroupCalls } from './sandbox-operations/customers.ts'
import { hookCalls } from './sandbox-operations/hooks.ts'
import { inventoryCalls } from './sandbox-operations/inventory.ts'
import { couponCalls } from './sandbox-operations/marketing.ts'
import { metafieldCalls } from './sandbox-operations/metafields.ts'
import { olderCategoryCalls } from './sandbox-operations/older-categories.ts'
import { orderCalls, paymentCalls, shipmentCalls } from './sandbox-operations/orders.ts'
import { partCalls } from './sandbox-operations/parts.ts'
import { pricingCalls } from './sandbox-operations/pricing.ts'
import { productCalls, variantCalls } from './sandbox-operations/products.ts'
import { settingsCalls } from './sandbox-operations/settings.ts'
import { siteCalls } from './sandbox-operations/sites.ts'
import { Tour } from './sandbox-operations/tour.ts'

const areas = [
  ['products', productCalls],
  ['variants', variantCalls],
  ['options and modifiers', choiceCalls],
  ['parts of products', partCalls],
  ['metafields', metafieldCalls],
  ['brands', brandCalls],
  ['categories and their trees', categoryCalls],
  ['older categories', olderCategoryCalls],
  ['assignments of products', assignmentCalls],
  ['price lists', pricingCalls],
  ['channels and listings', channelCalls],
  ['sites and their routes', siteCalls],
  ['locations and stock', inventoryCalls],
  ['customer groups', customerGroupCalls],
  ['customers and addresses', customerCalls],
  ['orders', orderCalls],
  ['shipments', shipmentCalls],
  ['refunds and payments', paymentCalls],
  ['settings', settingsCalls],
  ['pages', contentCalls],
  ['redirects', redirectCalls],
  ['coupons', couponCalls],
  ['webhooks', hookCalls],
] as const

const table = sandboxTable().map(row => row.operation)

/** Leads a call to its row of the table. */
const rows = new Router<string>()
for (const row of table) {
  const [method = '', path = ''] = row.split(' ')
  rows.add(method, path, row)
}

/** The rows of the table that these calls belong to. */
function rowsOf(exchanges: readonly RecordedExchange[]): ReadonlySet<string | undefined> {
  const pathOf = (url: string) => new URL(url, 'http://localhost').pathname.replace(/^\/stores\/[^/]+/, '')
  return new Set(exchanges.map(({ method, url }) => rows.find(pathOf(url))?.methods.get(method)))
}

let tour: Tour

beforeAll(async () => {
  tour = await Tour.start()
})

afterAll(() => tour.close())

describe('every operation of the table, called well and badly', () => {
  // In order, on one store: later calls use what earlier ones made.
  describe.each(areas)('%s', (_, calls) => {
    for (const call of calls) {
      it(`${call[0]}: ${call[1]}`, async () => {
        expect(describeViolations(await tour.visit(call))).toEqual([])
      })
    }
  })

  it('leaves out no row of docs/sandbox.md, and nothing breaks the contract', () => {
    const good = rowsOf(tour.good)
    const bad = rowsOf(tour.bad)
    expect({
      withoutGoodCall: table.filter(row => !good.has(row)),
      withoutBadCall: table.filter(row => !bad.has(row)),
      violations: describeViolations(tour.violations),
    }).toEqual({ withoutGoodCall: [], withoutBadCall: [], violations: [] })
    const { covered, known } = coverageOf(tour.good)
    const both = new Set(coverageOf(tour.bad).covered)
    const count = covered.filter(name => both.has(name)).length
    const kept = `0 violations (${contradictions.length} contradictions within the official files left out)`
    const line = `contract coverage: ${count} of ${known} official operations, each with good and bad calls; ${kept}`
    console.log(contractPresent ? line : contractAbsence)
  })
})

describe('what is not in the table', () => {
  const generic = (path: string) => path.replaceAll(/\{\w+\}/g, '{}')
  const known = new Set(table.map(generic))
  const official = officialOperations()

  it('answers 501 with a sentence where the official API has it', async () => {
    const absent = official.filter(({ method, path }) => !known.has(generic(`${method} ${path}`)))
    expect(absent.length).toBe(official.length - table.length)
    for (const { method, path } of absent) {
      const address = path.replaceAll(/\{\w+\}/g, '1')
      const answer = await tour.request(method, address)
      expect(answer.status, `${method} ${address}`).toBe(501)
      expect(answer.text).toContain(
        `The sandbox store does not do ${method} ${address} yet; docs/sandbox.md lists what it does.`,
      )
    }
  })

  it('answers 404 where the official API has nothing, and 405 with the right methods where it has others', async () => {
    for (const path of ['/v2/nothing', '/v3/nothing', '/v3/catalog/products/1/nothing']) {
      expect((await tour.request('GET', path)).status, path).toBe(404)
    }
    for (const [path, methods] of Map.groupBy(official, one => one.path)) {
      const answer = await tour.request('PATCH', path.replaceAll(/\{\w+\}/g, '1'))
      expect(answer.status, path).toBe(405)
      expect(answer.headers.get('allow')?.split(', ').toSorted()).toEqual(methods.map(one => one.method).toSorted())
    }
  })
})
