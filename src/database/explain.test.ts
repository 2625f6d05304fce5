import { expect, it } from 'vitest'
import { addressOf, toPoolConfig } from './address.ts'
import { explainEngine, explainFileError } from './explain.ts'
import { explainConnection } from './explain-connection.ts'

it.each([
  ['FATAL:  could not write to file "x": No space left on device', 'disk_full', 'the disk is full'],
  ['initdb: could not look up effective user ID 4711: user does not exist', 'database_unavailable', 'has no name'],
  ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', 'database_unavailable', 'enough memory'],
  ["postgres: /lib/libc.so.6: version `GLIBC_2.99' not found", 'platform_unsupported', 'lacks a library'],
  ['FATAL:  data directory "x" has invalid permissions', 'data_folder_unusable', 'open to other users'],
  ['PANIC:  could not locate a valid checkpoint record', 'database_unavailable', 'damaged'],
  ['LOG:  starting\nFATAL:  something new', 'database_unavailable', 'something new.'],
  ['', 'database_unavailable', 'it gave no reason.'],
])('puts into words: %s', (said, code, words) => {
  const error = explainEngine(said, 'start', '/data')
  expect(error.code).toBe(code)
  expect(error.message).toContain(words)
  expect(error.hint).toBeTruthy()
})

it.each([
  ['ENOSPC', 'disk_full'],
  ['EDQUOT', 'disk_full'],
  ['EROFS', 'data_folder_unusable'],
  ['EACCES', 'data_folder_unusable'],
])('a file error %s is a %s', (code, expected) => {
  expect(explainFileError(Object.assign(new Error('raw'), { code }), 'write', '/data').code).toBe(expected)
})

const url = 'postgresql://shop:s3cr%2Fet@db.example:5433/hub?sslmode=require'

it.each([
  ['28P01', 'The password of shop is not the one that the database at db.example:5433 knows.'],
  ['3D000', 'There is no database called hub.'],
  ['ECONNREFUSED', 'Nothing answers at db.example:5433.'],
  ['', 'The database at db.example:5433 cannot be used: raw.'],
])('a connection that fails with %s says: %s', (code, words) => {
  const error = explainConnection(Object.assign(new Error('raw'), { code }), addressOf({ kind: 'url', url }))
  expect(error.code).toBe('database_unavailable')
  expect(error.message).toBe(words)
  expect(`${error.message} ${error.hint}`).not.toContain('s3cr')
})

it('never repeats a URL that it cannot read: it may hold a password', () => {
  for (const text of [
    's3cret',
    'mysql://root:s3cret@host/x',
    'postgresql://a:%zzs3cret@host/x',
    'postgresql://s3cret:99999999',
  ]) {
    const error = (() => {
      try {
        return toPoolConfig({ kind: 'url', url: text })
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toMatchObject({ code: 'database_unavailable' })
    expect(String(error)).not.toContain('s3cret')
  }
})

it('reads sslmode as PostgreSQL does, and a socket as PostgreSQL writes it', () => {
  expect(toPoolConfig({ kind: 'url', url }).connectionString).toContain('uselibpqcompat=true')
  const socket = { kind: 'url', url: 'postgresql://shop@/hub?host=/run/postgresql' } as const
  expect(addressOf(socket)).toEqual({ where: 'the database at /run/postgresql', user: 'shop', database: 'hub' })
})
