import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { socketPathOf } from './serve.ts'

let folder: string
let data: string
let short: string
const point = (of: string) => writeFileSync(join(data, 'hub.socket-path'), `${join(short, 'hub.sock')}\n${of}\n`)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cw-serve-'))
  data = join(folder, 'd'.repeat(120))
  short = join(folder, 'short')
  mkdirSync(data)
  mkdirSync(short, { mode: 0o700 })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('looks for the socket in the data folder where its path is short enough', () => {
  expect(socketPathOf(folder)).toBe(join(folder, 'hub.sock'))
})

it('follows the pointer of a long path', () => {
  point(realpathSync(data))
  expect(socketPathOf(data)).toBe(join(short, 'hub.sock'))
})

it('does not follow the pointer that came with a copy of another folder, nor into a folder that others can enter', () => {
  point('/another/hub')
  expect(socketPathOf(data)).toBe(join(data, 'hub.sock'))
  point(realpathSync(data))
  chmodSync(short, 0o755)
  expect(socketPathOf(data)).toBe(join(data, 'hub.sock'))
})
