import { writeFileSync } from 'node:fs'
import { parseArgs, stripVTControlCharacters } from 'node:util'
import { startVitest, type Vitest } from 'vitest/node'
import { findChromium } from './support/chromium.ts'

/**
 * `npm test`: runs every suite that this machine can run, and says in one line which it left out.
 *
 *   --all           a suite that can't run, has no tests or skips all of them is a failure, and every test that was
 *                   skipped is named (this is what .ci/run asks for)
 *   --suites A,B    only these
 *   --except A,B    without the files whose names begin with these
 *   --counts FILE   also writes `passed failed skipped` there, as three numbers, and what is said of every failure
 */
const { values } = parseArgs({
  options: {
    all: { type: 'boolean' },
    suites: { type: 'string' },
    except: { type: 'string' },
    counts: { type: 'string' },
  },
})
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

const except = values.except?.split(',') ?? []
if (except.length > 0) console.log(`Left out: the files that begin with ${except.join(', ')}.`)
// Each project has files of its own to leave out (vitest.config.ts): what is given here would be passed over.
process.env.CARTWRIGHT_TEST_EXCEPT = except.join(',')
const vitest = await startVitest([], { run: true, watch: false, project: suites, passWithNoTests: true })
const { passed, skipped, failures } = look(vitest)
const empty = suites.filter(suite => !passed.has(suite) && !failures.some(failure => failure.suite === suite))
let failed = failures.length
if (withoutBrowser) {
  console.log(
    'Left out: e2e, because there is no Chromium on this machine (apt-get install chromium, or set CHROMIUM).',
  )
}
if (values.all) {
  for (const { suite, name } of skipped) console.log(`Skipped: ${suite}: ${name}`)
  failed += empty.length
}
for (const suite of empty) {
  const why = skipped.some(test => test.suite === suite) ? 'skips all of its tests' : 'has no tests'
  console.log(`${values.all ? 'Failed' : 'Left out'}: the suite ${suite} ${why}.`)
}
const told = failures.flatMap(({ suite, name, why }) => [
  `Failed: ${suite}: ${name}`,
  ...why.map(line => `    ${line}`),
])
for (const line of told) console.log(line)
// Whatever else the runner does not like, such as a file that can't be loaded or a leftover that throws.
if (failed === 0 && process.exitCode !== undefined && process.exitCode !== 0) failed = 1

const counts = { passed: [...passed.values()].reduce((sum, count) => sum + count, 0), failed, skipped: skipped.length }
if (values.counts !== undefined) {
  writeFileSync(values.counts, `${[Object.values(counts).join(' '), ...told].join('\n')}\n`)
}
console.log(
  `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
)
process.exit(counts.failed > 0 ? 1 : 0)

interface Named {
  readonly suite: string
  readonly name: string
}

interface Failure extends Named {
  /** The beginning of each error's text: a log is often read from its end, far from where the errors stand whole. */
  readonly why: readonly string[]
}

function beginning(errors: readonly { readonly message?: string }[] = []): string[] {
  return errors.flatMap(({ message = '' }) => stripVTControlCharacters(message).slice(0, 1200).split('\n').slice(0, 12))
}

/** What became of every test. A file that can't be loaded and an error outside of any test count as one failure each. */
function look(run: Vitest): { passed: Map<string, number>; skipped: Named[]; failures: Failure[] } {
  const passed = new Map<string, number>()
  const skipped: Named[] = []
  const failures: Failure[] = run.state
    .getUnhandledErrors()
    .map(error => ({ suite: '', name: 'outside of any test', why: beginning([error as Error]) }))
  for (const module of run.state.getTestModules()) {
    const suite = module.project.name
    let failedHere = 0
    for (const test of module.children.allTests()) {
      const named = { suite, name: `${module.relativeModuleId} > ${test.fullName}` }
      const { state, errors } = test.result()
      if (state === 'passed') passed.set(suite, (passed.get(suite) ?? 0) + 1)
      else if (state === 'skipped') skipped.push(named)
      else {
        failures.push({ ...named, why: beginning(errors) })
        failedHere += 1
      }
    }
    if (failedHere === 0 && !module.ok())
      failures.push({ suite, name: module.relativeModuleId, why: beginning(module.errors()) })
  }
  return { passed, skipped, failures }
}
