import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openDatabase } from '../src/database/connect.ts'
import { openEmbedded } from '../src/database/embedded.ts'
import { prepareDatabase } from '../src/database/migrate.ts'
import { systemClock } from '../src/runtime/clock.ts'
import { createSandbox } from '../src/sandbox/bigcommerce/index.ts'
import type { Blow } from '../test/support/killable-hub.ts'
import { faultsOfStirred, importUndisturbed, importWithStrikes, type Strike } from '../test/support/killed-import.ts'
import { productIdsOf, seededRandom, stirStore } from '../test/support/stirred-store.ts'

/**
 * `npm run faults`: imports sandbox stores in which a merchant is at work, with hubs that are killed, stopped and lose
 * their database at random moments, and compares what they have in the end with the store. Everything happens on this
 * machine, and it ends by itself.
 *
 *   --seed N        where chance begins (default: 1); each round takes the next one
 *   --rounds N      imports (default: 10, at most 1000)
 *   --minutes N     begins no round after that (default: 30, at most 600)
 *   --products N    size of the stores (default: 800, at most 20000)
 *   --strikes N     how often each hub is struck (default: 10, at most 100)
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '10' },
    minutes: { type: 'string', default: '30' },
    products: { type: 'string', default: '800' },
    strikes: { type: 'string', default: '10' },
  },
})
const seed = readWhole('seed', values.seed, 2 ** 31)
const rounds = readWhole('rounds', values.rounds, 1_000)
const minutes = readWhole('minutes', values.minutes, 600)
const products = readWhole('products', values.products, 20_000)
const strikesMost = readWhole('strikes', values.strikes, 100)

function readWhole(name: string, text: string, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  console.error(`--${name} must be a whole number from 1 to ${most}.`)
  process.exit(2)
}

/** The requests of an import, with how many of each a store of this size takes. */
const kinds: readonly (readonly [RegExp, number])[] = [
  [/catalog\/trees(?:\?|$)/, 1],
  [/trees\/categories/, 1],
  [/catalog\/brands/, 1],
  [/direction=desc/, 1],
  [/id:greater=0&/, 1],
  [/id:greater=[1-9]/, Math.ceil(products / 250)],
  [/include=options/, Math.ceil(products / 10)],
  [/include=options/, Math.ceil(products / 10)],
  [/date_modified:min/, 1],
]
const blows: readonly Blow[] = ['hub', 'hub', 'hub', 'stop', 'database']

/** In the order of the import, so that each of them meets it. */
function strikesOf(random: () => number): Strike[] {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const places = Array.from({ length: strikesMost }, () => Math.floor(random() * kinds.length)).sort((a, b) => a - b)
  return places.flatMap((place, at) => {
    const [url, count] = kinds[place] ?? []
    if (url === undefined || count === undefined) return []
    // What is left of the details is shared among the strikes that meet them.
    const sharing = places.filter(other => kinds[other]?.[0].source === url.source).length
    const nth = 1 + Math.floor((random() * count) / (2 * sharing))
    const delay = at % 2 === 0 ? {} : { delayMs: Math.floor(random() * 60) }
    return [{ url, nth, blow: pick(blows), ...delay }]
  })
}

const folder = mkdtempSync(join(tmpdir(), 'cw-faults-'))
const give = Date.now() + minutes * 60_000
let failed = 0
let done = 0
const embedded = await openEmbedded({ dataDir: folder, clock: systemClock, log: () => undefined, durable: false })
try {
  const config = { kind: 'embedded', pool: embedded.pool } as const
  await prepareDatabase(config, { clock: systemClock, log: () => undefined })
  const db = await openDatabase(config)
  for (let round = 0; round < rounds && Date.now() < give; round += 1) {
    const faults = await playRound(seed + round)
    done += 1
    if (faults.length > 0) failed += 1
    for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`)
  }
  await db.close()

  async function playRound(roundSeed: number): Promise<string[]> {
    const quota = { requests: 1_000_000, windowMs: 30_000 }
    const store = await createSandbox({ seed: roundSeed, products, quota })
    try {
      const random = seededRandom(roundSeed)
      const strikes = strikesOf(random)
      const stirred = stirStore(store, await productIdsOf(store), roundSeed)
      const killed = await importWithStrikes(store, strikes)
      stirred.stop()
      const faults = faultsOfStirred(killed, await importUndisturbed(db, store), stirred)
      const { made, edited, deleted } = stirred
      const acts = `${made.size} made, ${edited.size} edited, ${deleted.size} deleted`
      console.log(`Seed ${roundSeed}: struck ${killed.struck} times, ${acts}: ${faults.length} faults`)
      return faults
    } finally {
      await store.close()
    }
  }
} finally {
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${done} imports, ${failed} with faults`)
process.exit(failed > 0 ? 1 : 0)
