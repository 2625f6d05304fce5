import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { officialOperations } from '../../src/sandbox/bigcommerce/routes/official.ts'
import { describeViolations } from '../support/contract.ts'
import { brandCalls } from './sandbox-operations/brands.ts'
import { Tour } from './sandbox-operations/tour.ts'

const areas = [['brands', brandCalls]] as const

const text = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8')

/** The operations of the table, such as `GET /v2/orders/{id}`. */
const table = [...text.matchAll(/^\| `((?:GET|POST|PUT|DELETE) \/v[23]\/\S+)` \|/gm)].map(match => match[1] ?? '')

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
})

describe('what is not in the table', () => {
  const known = new Set(table.map(row => row.replaceAll(/\{\w+\}/g, '{}')))
  const absent = officialOperations().filter(
    ({ method, path }) => !known.has(`${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`),
  )

  it('answers 501 with a sentence where the official API has it', async () => {
    for (const { method, path } of absent) {
      const address = path.replaceAll(/\{\w+\}/g, '1')
      const answer = await tour.request(method, address)
      expect(answer.status, `${method} ${address}`).toBe(501)
      expect(answer.text).toContain(
        `The sandbox store does not do ${method} ${address} yet; docs/sandbox.md lists what it does.`,
      )
    }
  })
})
