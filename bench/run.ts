import { type Bench, WrongOption } from './bench.ts'
import { driftBench } from './drift.ts'
import { importBench } from './import.ts'
import { lists } from './lists.ts'
import { plan } from './plan.ts'
import { pushBench } from './push.ts'
import { quota } from './quota.ts'
import { sandbox } from './sandbox.ts'

/**
 * `npm run bench -- [NAME] [--json] [OPTIONS]`: runs one bench, or all of them. Each prints its figures beside the
 * floor that they must reach; with `--json` the last line of each has them for programs. Ends with 1 where one falls
 * short, and with 2 where it was called wrongly.
 */
const benches: readonly Bench[] = [driftBench, importBench, lists, plan, pushBench, quota, sandbox]

const given = process.argv.slice(2).filter(word => word !== '--json')
const asJson = process.argv.includes('--json')
const name = given[0]?.startsWith('-') ? undefined : given[0]
const options = name === undefined ? given : given.slice(1)
const chosen = benches.filter(bench => name === undefined || bench.name === name)
if (chosen.length === 0) {
  console.error(`There is no bench named ${name}. There are:`)
  for (const bench of benches) console.error(`  ${bench.name.padEnd(10)} ${bench.summary}`)
  process.exit(2)
}

for (const bench of chosen) {
  try {
    const { report, missed, figures } = await bench.run(options)
    console.log(report)
    for (const sentence of missed) console.log(`Falls short: ${sentence}`)
    if (missed.length > 0) process.exitCode = 1
    if (asJson) console.log(JSON.stringify({ bench: bench.name, ...figures }))
  } catch (error) {
    if (!isWrongOption(error)) throw error
    console.error(`${bench.name}: ${error.message}`)
    process.exit(2)
  }
}

function isWrongOption(error: unknown): error is Error {
  if (error instanceof WrongOption) return true
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
