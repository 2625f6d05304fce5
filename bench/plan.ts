import { parseArgs } from 'node:util'
import type { Input } from '../src/api/contract/route.ts'
import type { Routes } from '../src/api/contract/routes.ts'
import type { Browser } from '../test/support/hub.ts'
import { type Bench, type BenchResult, readCount } from './bench.ts'
import { Child } from './child.ts'
import { importStore, startHub } from './hub.ts'
import type { OpenStore } from './sandbox-process.ts'

const variantsEach = 5
const most = { seconds: 2 }
/** Of 100,000 variants and 20,000 products: two values of each product make 10,000 values with those of the variants. */
const edited = { variantPart: 0.08, productPart: 0.05 }
/** What `POST /api/edits` edits at once. */
const partMost = 1_000

/**
 * `--products N`: size of the catalog, of which each product has five variants; 20,000 unless given.
 * `--rounds N`: so many plans are made; 5 unless given.
 */
export const plan: Bench = {
  name: 'plan',
  summary: 'how soon a plan of 10,000 changes in 100,000 variants is made',
  run: runPlan,
}

async function runPlan(options: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...options],
    options: { products: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '5' } },
  })
  const products = readCount(values.products)
  const rounds = readCount(values.rounds)
  const hub = await startHub()
  const sandbox = new Child('sandbox-process.ts', { variantsEach, quota: 'off', seed: 7, products })
  try {
    const store = await sandbox.next<OpenStore>()
    const { channelId } = await importStore(hub, store, 'A')
    const expected = await editSome(hub.browser, store)
    const times: number[] = []
    for (let round = 1; round <= rounds; round += 1) {
      const { changes, ms } = await makePlan(hub.browser, channelId)
      if (changes !== expected) throw new Error(`${expected} values were edited, and the plan has ${changes} changes`)
      times.push(ms / 1_000)
    }
    return judge(times, { ...store, changes: expected })
  } finally {
    await sandbox.end()
    await hub.close()
  }
}

/** How many values were edited. */
async function editSome(browser: Browser, store: OpenStore): Promise<number> {
  const everything = { products: {}, show: 0 }
  const variants = await editParts(browser, Math.ceil((store.variants * edited.variantPart) / partMost), {
    ...{ ...everything, level: 'variant' },
    edits: [{ do: 'set', field: 'binPickingNumber', value: 'B-7' }],
  })
  const products = await editParts(browser, Math.ceil((store.products * edited.productPart) / partMost), {
    ...everything,
    edits: [
      { do: 'set', field: 'pageTitle', value: 'A title' },
      { do: 'add', field: 'price', amount: '1' },
    ],
  })
  return variants + 2 * products
}

async function editParts(
  browser: Browser,
  parts: number,
  body: Input<Routes['POST /api/edits']>['body'],
): Promise<number> {
  let changed = 0
  let goOn: { editId: string; after: string } | undefined
  for (let part = 1; part <= parts; part += 1) {
    const result = await browser.call('POST /api/edits', { body: { ...body, ...(goOn !== undefined && { goOn }) } })
    if (result.refused > 0) throw new Error(`Edits were refused: ${JSON.stringify(result.faulty[0])}`)
    changed += result.changed
    if (result.next === null) break
    goOn = { editId: result.editId, after: result.next }
  }
  return changed
}

async function makePlan(browser: Browser, channelId: string): Promise<{ changes: number; ms: number }> {
  const from = performance.now()
  const { changes } = await browser.call('POST /api/channels/:channelId/plans', { params: { channelId } })
  return { changes, ms: performance.now() - from }
}

function judge(times: readonly number[], about: { variants: number; changes: number }): BenchResult {
  const sorted = times.toSorted((a, b) => a - b)
  const planSeconds = Number((sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(3))
  const report = [
    `plan: ${about.changes} changes in ${about.variants} variants`,
    `made in ${planSeconds} s, the middle of ${times.map(seconds => seconds.toFixed(3)).join(', ')} s (most ${most.seconds})`,
  ].join('\n')
  const missed = planSeconds > most.seconds ? [`a plan takes ${planSeconds} s`] : []
  return { report, missed, figures: { planSeconds, changes: about.changes, variants: about.variants } }
}
