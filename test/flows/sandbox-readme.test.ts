import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const readme = readFileSync(join(root, 'src/sandbox/README.md'), 'utf8')
const examples = [...readme.matchAll(/```js\n([^`]*(?:`[^`]+`[^`]*)*?)```/g)].map(([, code = '']) => code)
const sandbox = pathToFileURL(join(root, 'src/sandbox/bigcommerce/index.ts')).href

const runners = [
  ['node:test', ['--test', 'example.test.mjs'], 'pass 2'],
  ['vitest', [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', '.'], '1 passed'],
] as const

it.each(runners)('the example of the sandbox’s README for %s runs as it stands', (name, args, passed) => {
  const code = examples.find(example => example.includes(`from '${name}'`)) ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-readme-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, 'example.test.mjs'), code.replace("'cartwright/sandbox'", `'${sandbox}'`))
  // What this runner says to its own children is not for this one.
  const { VITEST: _, NODE_TEST_CONTEXT: __, ...env } = process.env
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' })
  expect([status, stdout + stderr]).toEqual([0, expect.stringContaining(passed)])
})

it('the README has no other example', () => {
  expect(examples).toHaveLength(runners.length)
})
