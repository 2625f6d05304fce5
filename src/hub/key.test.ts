import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyVariable, makeKeyFile, openKeyring } from './key.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cartwright-key-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const open = (around: Partial<Parameters<typeof openKeyring>[0]> = {}) =>
  openKeyring({ dataDir, environment: {}, outsideDatabase: false, sealedChannels: async () => [], ...around })
const keyPath = () => join(dataDir, 'secret.key')
const draftOf = (pid: string) => `secret.key.${pid}.draft`

describe('the key in the data folder', () => {
  it('is made by the first start, for its owner alone, and read by the second', async () => {
    const first = await open()
    expect(readdirSync(dataDir)).toEqual(['secret.key'])
    if (process.platform !== 'win32') expect(statSync(keyPath()).mode & 0o777).toBe(0o600)
    expect(Buffer.from(readFileSync(keyPath(), 'utf8'), 'base64')).toHaveLength(32)
    expect((await open()).keyId).toBe(first.keyId)
  })

  it('is another one in every folder', async () => {
    const first = await open()
    rmSync(keyPath())
    expect((await open()).keyId).not.toBe(first.keyId)
  })

  it('with a wrong content is refused and left as it is', async () => {
    for (const wrong of ['', 'not a key\n', randomBytes(31).toString('base64')]) {
      writeFileSync(keyPath(), wrong)
      await expect(open()).rejects.toMatchObject({ code: 'key_invalid', message: expect.stringContaining(keyPath()) })
      expect(readFileSync(keyPath(), 'utf8')).toBe(wrong)
    }
  })

  it('is not replaced while there is something that the old one sealed', async () => {
    const sealedChannels = async () => ['Shop A', 'Shop B']
    await expect(open({ sealedChannels })).rejects.toMatchObject({
      code: 'key_missing',
      message: expect.stringContaining('Shop A, Shop B'),
    })
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('is told from one that cannot be read', async () => {
    mkdirSync(keyPath())
    await expect(open()).rejects.toMatchObject({ code: 'data_folder_unusable' })
  })

  it.skipIf(process.platform === 'win32' || process.geteuid?.() === 0)(
    'is not made where nothing may be written',
    async () => {
      chmodSync(dataDir, 0o500)
      await expect(open()).rejects.toMatchObject({ code: 'data_folder_unusable' })
      chmodSync(dataDir, 0o700)
    },
  )
})

describe('a hub that was killed while it made the key', () => {
  it('does not keep the next one from starting, whatever its process id was', async () => {
    writeFileSync(join(dataDir, `secret.key.${process.pid}`), 'half')
    writeFileSync(join(dataDir, draftOf('0123456789abcdef')), 'half')
    const first = await open()
    expect(readdirSync(dataDir).sort()).toEqual(['secret.key', `secret.key.${process.pid}`])
    writeFileSync(join(dataDir, draftOf('fedcba9876543210')), 'half')
    expect((await open()).keyId).toBe(first.keyId)
    expect(existsSync(join(dataDir, draftOf('fedcba9876543210')))).toBe(false)
  })

  it('leaves a draft that stays as long as there is no key, and backups stay always', async () => {
    const backups = ['secret.key.bak', 'secret.key.20260101', 'secret.key.draft', 'other.0123456789abcdef.draft']
    for (const name of backups) writeFileSync(join(dataDir, name), 'mine')
    const draft = draftOf('0123456789abcdef')
    writeFileSync(join(dataDir, draft), 'half')
    await expect(open({ sealedChannels: async () => ['Shop'] })).rejects.toMatchObject({ code: 'key_missing' })
    expect(existsSync(join(dataDir, draft))).toBe(true)
    await open()
    expect(readdirSync(dataDir).sort()).toEqual([...backups, 'secret.key'].sort())
  })
})

describe('a file system without hard links', () => {
  const without = (code: string) => () => {
    throw Object.assign(new Error(`${code}: operation not permitted, link`), { code })
  }

  it.each(['EPERM', 'ENOTSUP', 'EMLINK'])('gets the key all the same: %s', code => {
    const key = makeKeyFile(keyPath(), without(code))
    expect(readFileSync(keyPath(), 'utf8')).toBe(`${key.toString('base64')}\n`)
    if (process.platform !== 'win32') expect(statSync(keyPath()).mode & 0o777).toBe(0o600)
    expect(readdirSync(dataDir)).toEqual(['secret.key'])
  })

  it('keeps a key that is there', () => {
    writeFileSync(keyPath(), 'theirs')
    for (const link of [undefined, without('EPERM')]) {
      expect(() => makeKeyFile(keyPath(), link)).toThrow(expect.objectContaining({ code: 'data_folder_unusable' }))
    }
    expect(readFileSync(keyPath(), 'utf8')).toBe('theirs')
    expect(readdirSync(dataDir)).toEqual(['secret.key'])
  })

  it('is not taken for a disk that fails', () => {
    expect(() => makeKeyFile(keyPath(), without('EIO'))).toThrow(
      expect.objectContaining({ code: 'data_folder_unusable' }),
    )
    expect(readdirSync(dataDir)).toEqual([])
  })
})

describe('the key in the environment', () => {
  const given = randomBytes(32).toString('base64')

  it('wins over the one in the data folder, and none is made', async () => {
    const fromEnvironment = await open({ environment: { [keyVariable]: given } })
    expect(readdirSync(dataDir)).toEqual([])
    const fromFile = await open()
    expect(fromFile.keyId).not.toBe(fromEnvironment.keyId)
    expect((await open({ environment: { [keyVariable]: ` ${given}\n` } })).keyId).toBe(fromEnvironment.keyId)
    expect((await open({ environment: { [keyVariable]: '  ' } })).keyId).toBe(fromFile.keyId)
  })

  it('is refused where it is no key, even with one in the data folder', async () => {
    await open()
    await expect(open({ environment: { [keyVariable]: 'secret' } })).rejects.toMatchObject({
      code: 'key_invalid',
      message: expect.stringContaining(keyVariable),
    })
  })

  it('has to be there with an outside database, even with one in the data folder', async () => {
    await expect(open({ outsideDatabase: true })).rejects.toMatchObject({ code: 'key_missing' })
    expect(readdirSync(dataDir)).toEqual([])
    await open()
    await expect(open({ outsideDatabase: true })).rejects.toMatchObject({ code: 'key_missing' })
    await open({ outsideDatabase: true, environment: { [keyVariable]: given } })
  })
})
