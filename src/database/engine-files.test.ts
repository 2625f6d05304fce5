import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { engineVersion, ensureEngine, platformName } from './engine-files.ts'

const root = mkdtempSync(join(tmpdir(), 'cw-engine-'))
const native = join(root, 'native')
let data: string
let count = 0

beforeAll(() => {
  for (const folder of ['bin', 'lib/pkgconfig', 'share']) mkdirSync(join(native, folder), { recursive: true })
  writeFileSync(join(native, 'bin/postgres'), 'program', { mode: 0o600 })
  writeFileSync(join(native, 'lib/libpq.so.5.18'), 'library', { mode: 0o600 })
  writeFileSync(join(native, 'lib/libpq.a'), 'for linking')
  writeFileSync(join(native, 'share/zone'), 'data', { mode: 0o600 })
  const link = { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }
  const evil = { source: 'native/lib/libpq.so.5.18', target: 'native/../../evil' }
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify([link, evil]))
})
beforeEach(() => {
  count += 1
  data = join(root, `data${count}`)
  mkdirSync(data)
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('copies programs, libraries with their links, and data, for everybody to read', async () => {
  const before = process.umask(0o077)
  const engine = await ensureEngine(data, () => native).finally(() => process.umask(before))
  expect(engine).toBe(join(data, 'engine', engineVersion))
  expect(lstatSync(join(engine, 'bin/postgres')).mode & 0o777).toBe(0o755)
  expect(lstatSync(join(engine, 'share/zone')).mode & 0o777).toBe(0o644)
  expect(lstatSync(engine).mode & 0o777).toBe(0o755)
  expect(readlinkSync(join(engine, 'lib/libpq.so.5'))).toBe('libpq.so.5.18')
  expect(readFileSync(join(engine, 'lib/libpq.so.5'), 'utf8')).toBe('library')
  expect(existsSync(join(engine, 'lib/libpq.a'))).toBe(false)
  expect(existsSync(join(root, 'evil'))).toBe(false)
})

it('needs the package only once', async () => {
  const engine = await ensureEngine(data, () => native)
  expect(await ensureEngine(data, () => expect.fail('looked for the package'))).toBe(engine)
})

it('is copied again when a power cut has left a file short', async () => {
  const engine = await ensureEngine(data, () => native)
  writeFileSync(join(engine, 'bin/postgres'), '')
  await ensureEngine(data, () => native)
  expect(readFileSync(join(engine, 'bin/postgres'), 'utf8')).toBe('program')
})

it('leaves nothing of a copy that failed, and removes what a killed one left', async () => {
  mkdirSync(join(data, 'engine', `${engineVersion}.half`), { recursive: true })
  const missing = () => join(root, 'no-such-package')
  await expect(ensureEngine(data, missing)).rejects.toThrow('The hub could not copy the database engine')
  expect(readdirSync(join(data, 'engine'))).toEqual([])
})

it('knows its machines', () => {
  expect(platformName('linux', 'x64')).toBe('linux-x64')
  expect(platformName('win32', 'x64')).toBe('windows-x64')
  expect(() => platformName('linux', 'riscv64')).toThrow('There is no embedded database for linux-riscv64.')
})
