import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { PostgresLog } from './postgres-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'cw-log-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('stays below a few megabytes however much is said, and remembers the end', () => {
  const log = new PostgresLog(join(folder, 'log', 'postgres.log'))
  const line = `${'x'.repeat(100_000)}\n`
  for (let count = 0; count < 100; count += 1) log.write(line)
  log.write('the last word')
  log.close()
  log.write('said after the end')
  const names = readdirSync(join(folder, 'log')).sort()
  expect(names).toEqual(['postgres.log', 'postgres.log.1', 'postgres.log.2', 'postgres.log.3'])
  const bytes = names.reduce((sum, name) => sum + statSync(join(folder, 'log', name)).size, 0)
  expect(bytes).toBeLessThan(5_000_000)
  expect(log.tail.endsWith('the last wordsaid after the end')).toBe(true)
  expect(log.tail.length).toBeLessThan(10_000)
})
