import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { canReach, choosePlace, mayEnter, nobody, prepareDataFolder } from './data-folder.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cw-data-folder-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it.each([
  ['its owner, by the bit of the owner', { uid: 7, gid: 1, mode: 0o100 }, true],
  ['its owner, not by the bit of all', { uid: 7, gid: 1, mode: 0o001 }, false],
  ['its group', { uid: 1, gid: 8, mode: 0o010 }, true],
  ['its group, not by the bit of all', { uid: 1, gid: 8, mode: 0o701 }, false],
  ['all others', { uid: 1, gid: 1, mode: 0o711 }, true],
  ['nobody else', { uid: 1, gid: 1, mode: 0o770 }, false],
])('a folder lets in %s', (_who, stat, expected) => {
  expect(mayEnter(stat, { uid: 7, gid: 8 })).toBe(expected)
})

it('cannot be reached below a closed folder, however open it is itself', () => {
  const inner = join(folder, 'closed', 'open')
  mkdirSync(inner, { recursive: true, mode: 0o755 })
  chmodSync(folder, 0o755)
  chmodSync(join(folder, 'closed'), 0o755)
  expect(canReach(inner, nobody)).toBe(canReach(tmpdir(), nobody))
  chmodSync(join(folder, 'closed'), 0o700)
  expect(canReach(inner, nobody)).toBe(false)
})

it('is made private whatever the umask, and the folders on the way are not', () => {
  const before = process.umask(0o077)
  try {
    const path = prepareDataFolder(join(folder, 'shop', 'data'))
    expect(statSync(path).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'shop')).mode & 0o777).toBe(0o755)
  } finally {
    process.umask(before)
  }
})

it('says what is wrong with a path that is a file, goes through one, or belongs to everybody', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(() => prepareDataFolder(file)).toThrow(/it is a file, not a folder/)
  expect(() => prepareDataFolder(join(file, 'data'))).toThrow(/a part of the path is a file/)
  expect(() => prepareDataFolder(join(folder, '$(shop)'))).toThrow(/has a character that is not possible/)
  expect(() => prepareDataFolder('/')).toThrow(/is used by others too|belongs to another user/)
})

it('remembers where the database is, once that is written down', () => {
  const data = join(folder, 'known')
  mkdirSync(data)
  const elsewhere = join(folder, 'elsewhere')
  const file = { format: 1, id: 'abc', engine: '18.4', platform: 'linux-x64', folder: elsewhere, made: true }
  writeFileSync(join(data, 'cluster.json'), JSON.stringify(file))
  const machine = { engine: '18.4', platform: 'linux-x64', systemDir: '/nowhere', randomBytes: () => new Uint8Array(6) }
  expect(choosePlace(data, machine)).toEqual({ folder: elsewhere, file })
})

it('takes no folder that holds somebody’s other things, and leaves its permissions as they are', () => {
  const letters = join(folder, 'letters')
  mkdirSync(letters, { mode: 0o755 })
  writeFileSync(join(letters, 'to-grandmother.txt'), '')
  expect(() => prepareDataFolder(letters)).toThrow(/used by others/)
  expect(statSync(letters).mode & 0o777).toBe(0o755)
  const disk = join(folder, 'disk')
  mkdirSync(join(disk, 'lost+found'), { recursive: true })
  expect(prepareDataFolder(disk)).toBe(realpathSync(disk))
})
