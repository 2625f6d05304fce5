import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { faultsOfStirred, importUndisturbed, importWithStrikes, type Strike } from '../support/killed-import.ts'
import { productIdsOf, stirStore } from '../support/stirred-store.ts'

let database: FreshDatabase
let store: Sandbox

beforeAll(async () => {
  database = await freshDatabase()
  store = await createSandbox({ seed: 11, products: 600, quota: { requests: 1_000_000, windowMs: 30_000 } })
})
afterAll(async () => {
  await store.close()
  await database.drop()
})

const kill = (url: RegExp, nth = 1, delayMs?: number): Strike => ({
  ...{ url, nth, blow: 'hub' },
  ...(delayMs !== undefined && { delayMs }),
})

describe('a hub that is killed with kill -9 in the middle of an import', () => {
  it('ends as if nothing had been, after ten of them spread over the whole', async () => {
    const { state, broken, struck } = await importWithStrikes(store, [
      kill(/catalog\/trees\?|catalog\/trees$/),
      kill(/trees\/categories/),
      kill(/catalog\/brands/, 1, 5),
      kill(/id:greater=0&/),
      kill(/id:greater=[1-9]/, 1, 20),
      kill(/include=options/, 3),
      kill(/include=options/, 20, 10),
      kill(/include=options/, 16, 3),
      kill(/date_modified:min/),
      // The last look at how much there is.
      kill(/direction=desc/),
    ])
    expect([struck, broken]).toEqual([10, []])
    expect(state).toEqual(await importUndisturbed(database.db, store))
  }, 240_000)

  it('has everything that is in the store, and names what a merchant did meanwhile', async () => {
    const stirred = stirStore(store, await productIdsOf(store), 4)
    const killed = await importWithStrikes(store, [
      kill(/direction=desc/, 1, 40),
      kill(/id:greater=[1-9]/),
      { url: /include=options/, nth: 8, blow: 'stop' },
      { url: /include=options/, nth: 8, blow: 'database' },
      kill(/include=options/, 10),
      kill(/date_modified:min/),
    ])
    stirred.stop()
    expect(killed.struck).toBe(6)
    expect([stirred.made.size, stirred.edited.size, stirred.deleted.size].every(count => count > 2)).toBe(true)
    expect(faultsOfStirred(killed, await importUndisturbed(database.db, store), stirred)).toEqual([])
  }, 240_000)
})
