import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fitsSocket, makeSocketFolder, removeSocketFolder } from './socket-folder.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cw-socket-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('counts bytes, not letters', () => {
  expect(fitsSocket(`/${'a'.repeat(80)}`)).toBe(true)
  expect(fitsSocket(`/${'a'.repeat(95)}`)).toBe(false)
  expect(fitsSocket(`/${'ш'.repeat(50)}`)).toBe(false)
})

it('is a private folder beside the cluster, made anew at each start', () => {
  const socketFolder = makeSocketFolder(folder, null)
  expect(socketFolder).toBe(join(folder, 'run'))
  expect(statSync(socketFolder).mode & 0o777).toBe(0o700)
  expect(makeSocketFolder(folder, null)).toBe(socketFolder)
})

it('goes among the temporary files under a name of chance when the path is long', () => {
  const long = join(folder, 'long-name-'.repeat(10))
  mkdirSync(long)
  const first = makeSocketFolder(long, null)
  const second = makeSocketFolder(long, null)
  expect(first).not.toBe(second)
  expect(fitsSocket(first)).toBe(true)
  expect(statSync(first).mode & 0o777).toBe(0o700)
  for (const made of [first, second]) removeSocketFolder(made, null)
  expect(statSync(first, { throwIfNoEntry: false })).toBeUndefined()
})

it('removes no folder that it cannot have made', () => {
  const precious = join(folder, 'precious')
  mkdirSync(precious)
  removeSocketFolder(precious, null)
  removeSocketFolder('', null)
  expect(statSync(precious).isDirectory()).toBe(true)
})
