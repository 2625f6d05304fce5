import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { ManualClock } from '../runtime/clock.ts'
import { parsePidFile, stopLeftover, worksIn } from './leftover.ts'

const clock = new ManualClock('2026-01-01T00:00:00Z')
const root = mkdtempSync(join(tmpdir(), 'cw-leftover-'))
const cluster = join(root, 'postgres')
const pidFile = join(cluster, 'postmaster.pid')
const said: string[] = []
beforeEach(() => {
  rmSync(cluster, { recursive: true, force: true })
  mkdirSync(cluster)
  said.length = 0
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('reads pid and socket folder, and trusts nothing else', () => {
  expect(parsePidFile('4711\n/data\n1\n5432\n/run/x\n\n1 2\nready')).toEqual({ pid: 4711, socketDir: '/run/x' })
  for (const text of ['', 'garbage', '1\n', '-5\n', '0\n']) expect(parsePidFile(text)).toBeNull()
})

it('finds nothing to do in a cluster that was stopped in order', async () => {
  expect(await stopLeftover(cluster, clock, line => said.push(line))).toBeNull()
  expect(said).toEqual([])
})

it('takes the pid file away when its pid has gone to another program', async () => {
  writeFileSync(pidFile, `${process.pid}\n${cluster}\n1\n5432\n\n\n\n`)
  expect(worksIn(process.pid, cluster)).toBe(false)
  await stopLeftover(cluster, clock, line => said.push(line))
  expect(existsSync(pidFile)).toBe(false)
  expect(said).toEqual([])
})

it('takes away a pid file that a power cut has emptied', async () => {
  writeFileSync(pidFile, '')
  await stopLeftover(cluster, clock, line => said.push(line))
  expect(existsSync(pidFile)).toBe(false)
})

it('leaves the file of a dead process to PostgreSQL, which looks after shared memory too', async () => {
  writeFileSync(pidFile, `4194303\n${cluster}\n1\n5432\n/x\n\n\n`)
  expect(await stopLeftover(cluster, clock, line => said.push(line))).toEqual({ pid: 4194303, socketDir: '/x' })
  expect(existsSync(pidFile)).toBe(true)
})
