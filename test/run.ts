import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findChromium } from './support/chromium.ts'

/**
 * `npm test`: runs every suite that this machine can run, and says in one line which it left out.
 *
 *   --all           a suite that can't run is a failure (this is what .ci/run asks for)
 *   --suites A,B    only these
 */
const { values } = parseArgs({ options: { all: { type: 'boolean' }, suites: { type: 'string' } } })
const known = ['units', 'house', 'laws', 'flows', 'faults', 'e2e']
const wanted = values.suites?.split(',') ?? known
const unknown = wanted.filter(suite => !known.includes(suite))
if (unknown.length > 0) {
  console.error(`There is no suite named ${unknown.join(', ')}; there are ${known.join(', ')}.`)
  process.exit(2)
}

const withoutBrowser = wanted.includes('e2e') && findChromium() === null
if (withoutBrowser && values.all) {
  console.error('The e2e suite needs Chromium: apt-get install chromium, or set CHROMIUM to its path.')
  process.exit(1)
}
const suites = wanted.filter(suite => suite !== 'e2e' || !withoutBrowser)

const folder = mkdtempSync(join(tmpdir(), 'cartwright-run-'))
const report = join(folder, 'report.json')
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...suites.flatMap(suite => ['--project', suite]),
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ],
  { stdio: 'inherit' },
)
const counts = existsSync(report) ? readCounts(report) : null
rmSync(folder, { recursive: true, force: true })
if (withoutBrowser) {
  console.log(
    'Left out: e2e, because there is no Chromium on this machine (apt-get install chromium, or set CHROMIUM).',
  )
}
if (counts === null) {
  console.error('The test runner gave no report.')
  process.exit(run.status || 1)
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
process.exit(run.status ?? 1)

function readCounts(path: string): { passed: number; failed: number; skipped: number } {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(path, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
  }
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests }
}
