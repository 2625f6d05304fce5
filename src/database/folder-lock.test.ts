import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { lockFolder } from './folder-lock.ts'

const since = new Date('2026-01-02T03:04:05Z')
const folders: string[] = []
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cw-lock-'))
  folders.push(folder)
})
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true, force: true })
})

it('lets one in, tells the next who that is, and lets him in afterwards', () => {
  const lock = lockFolder(folder, since)
  expect(() => lockFolder(folder, since)).toThrow(
    `Another hub (process ${process.pid}, since 2026-01-02T03:04:05.000Z) is running on the data folder ${folder}.`,
  )
  lock.release()
  lock.release()
  lockFolder(folder, since).release()
})

it('ends with its process, even when that is killed', async () => {
  const source = new URL('./folder-lock.ts', import.meta.url).href
  const script = `import { lockFolder } from ${JSON.stringify(source)}
    lockFolder(${JSON.stringify(folder)}, new Date(0)); console.log('locked'); setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  expect(() => lockFolder(folder, since)).toThrow(`process ${child.pid}`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  lockFolder(folder, since).release()
})

it('is not impressed by a pid that somebody wrote down', () => {
  writeFileSync(join(folder, 'hub.pid'), `${process.pid}\n${since.toISOString()}\n`)
  lockFolder(folder, since).release()
})
