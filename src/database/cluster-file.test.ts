import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type ClusterFile, readClusterFile, writeClusterFile } from './cluster-file.ts'
import { engineVersion, platformName } from './engine-files.ts'
import { refuseOther } from './prepare-cluster.ts'

const folder = mkdtempSync(join(tmpdir(), 'cw-cluster-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file: ClusterFile = { format: 1, id: 'a1', engine: '18.4', platform: 'linux-x64', folder: '.', made: true }

it('is read as it was written, and is private', () => {
  expect(readClusterFile(folder)).toBeNull()
  writeClusterFile(folder, file)
  expect(readClusterFile(folder)).toEqual(file)
  expect(statSync(join(folder, 'cluster.json')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['cluster.json'])
})

it.each([
  ['empty', '', 'data_folder_unusable'],
  ['not JSON', '{', 'data_folder_unusable'],
  ['of another shape', '{"format":1,"id":7}', 'data_folder_unusable'],
  ['of a newer hub', '{"format":2}', 'database_newer'],
])('refuses one that is %s', (_what, text, code) => {
  writeFileSync(join(folder, 'cluster.json'), text)
  expect(() => readClusterFile(folder)).toThrow(expect.objectContaining({ code }))
})

it.each([
  ['the same engine', engineVersion, null],
  ['an older minor version', '18.0', null],
  ['a newer minor version', '18.99', 'database_newer'],
  ['a newer major version', '19.0', 'database_newer'],
  ['an older major version', '17.9', 'database_unavailable'],
])('data written by %s', (_what, engine, code) => {
  const check = () => refuseOther('/data', { engine, platform: platformName() })
  if (code === null) check()
  else expect(check).toThrow(expect.objectContaining({ code }))
})

it('refuses data that was made on another kind of machine', () => {
  expect(() => refuseOther('/data', { engine: engineVersion, platform: 'other-cpu' })).toThrow('was made on other-cpu')
})
