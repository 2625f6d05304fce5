import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'

/** One project per kind of test; `test/run.ts` chooses which of them this machine can run. */
const suites = {
  units: ['src/**/*.test.ts'],
  house: ['test/house/**/*.test.ts'],
  laws: ['test/laws/**/*.test.ts'],
  flows: ['test/flows/**/*.test.ts'],
  faults: ['test/faults/**/*.test.ts'],
  e2e: ['test/e2e/**/*.test.ts'],
}

/** Files whose names begin with one of these are left out: `test/run.ts --except`. */
const except = (process.env.CARTWRIGHT_TEST_EXCEPT ?? '').split(',').filter(name => name !== '')

export default defineConfig({
  test: {
    // They wait for answers and clocks more than they compute: also two cores carry two at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: Object.entries(suites).map(([name, include]) => ({
      test: {
        name,
        include,
        exclude: [...configDefaults.exclude, ...except.map(name => `test/**/${name}*.test.ts`)],
        environment: 'node',
        globalSetup: ['test/support/database.ts'],
        // Much longer than any takes on a quiet machine; one that hangs ends all the same.
        testTimeout: 300_000,
        hookTimeout: 120_000,
        // By default it gives up after a second, which a busy machine needs for one answer.
        expect: { poll: { timeout: 20_000 } },
      },
    })),
  },
})
