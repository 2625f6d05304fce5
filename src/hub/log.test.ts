import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLogger } from './log.ts'

const mostBytes = 10 * 1024 * 1024
const long = 'x'.repeat(100_000)

let dataDir: string
let path: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cartwright-log-'))
  path = join(dataDir, 'log', 'hub.log')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** Every line of a log file; fails where one is not whole. */
const linesOf = (file: string): { msg: string; number?: number }[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
const sizeOf = (file: string) => statSync(file).size

describe('the log of the hub', () => {
  it('is written line by line, for its owner alone, and goes on after a restart', () => {
    const first = openLogger(dataDir)
    first.logger.info('one')
    expect(linesOf(path).map(({ msg }) => msg)).toEqual(['one'])
    first.close()
    const second = openLogger(dataDir)
    second.logger.info('two')
    second.close()
    expect(linesOf(path).map(({ msg }) => msg)).toEqual(['one', 'two'])
    if (process.platform !== 'win32') {
      expect(statSync(path).mode & 0o777).toBe(0o600)
      expect(statSync(join(dataDir, 'log')).mode & 0o777).toBe(0o700)
    }
  })

  it('keeps cookies and authorization out', () => {
    const { logger, close } = openLogger(dataDir)
    logger.info({ req: { headers: { cookie: 'c-secret', authorization: 'a-secret' } } }, 'request')
    close()
    expect(readFileSync(path, 'utf8')).not.toMatch(/c-secret|a-secret/)
  })

  it('stays bounded while the hub runs, and loses no line of the last 10 MB', () => {
    const { logger, close } = openLogger(dataDir)
    for (let number = 0; number < 350; number += 1) {
      logger.info({ number, long }, 'much')
      expect(sizeOf(path)).toBeLessThanOrEqual(mostBytes)
    }
    close()
    expect(readdirSync(join(dataDir, 'log')).sort()).toEqual(['hub.log', 'hub.log.1'])
    expect(sizeOf(`${path}.1`)).toBeLessThanOrEqual(mostBytes)
    const numbers = [...linesOf(`${path}.1`), ...linesOf(path)].map(({ number }) => number ?? -1)
    expect(numbers.at(-1)).toBe(349)
    expect(numbers).toEqual(numbers.map((_, index) => 349 - numbers.length + 1 + index))
    expect(numbers.length).toBeGreaterThan(100)
  })

  it('counts what an earlier start has written', () => {
    mkdirSync(join(dataDir, 'log'))
    writeFileSync(path, `${'x'.repeat(mostBytes - 10)}\n`)
    const { logger, close } = openLogger(dataDir)
    logger.info('new')
    close()
    expect(sizeOf(`${path}.1`)).toBe(mostBytes - 9)
    expect(linesOf(path).map(({ msg }) => msg)).toEqual(['new'])
  })

  it('stays bounded where the old file cannot be kept', () => {
    mkdirSync(join(`${path}.1`, 'in the way'), { recursive: true })
    const { logger, close } = openLogger(dataDir)
    for (let number = 0; number < 250; number += 1) logger.info({ number, long }, 'much')
    close()
    expect(sizeOf(path)).toBeLessThanOrEqual(mostBytes)
    expect(linesOf(path).at(-1)).toMatchObject({ number: 249 })
  })
})

describe('a disk that fails', () => {
  it.skipIf(!existsSync('/dev/full'))('ends nothing when it is full, and the log goes on once there is room', () => {
    mkdirSync(join(dataDir, 'log'))
    symlinkSync('/dev/full', path)
    const { logger, close } = openLogger(dataDir)
    for (let number = 0; number < 1_000; number += 1) logger.info({ number }, 'lost')
    rmSync(path)
    logger.info('kept')
    close()
    expect(linesOf(path).map(({ msg }) => msg)).toEqual(['kept'])
  })

  it('ends nothing when there can be no folder for the log', () => {
    writeFileSync(join(dataDir, 'log'), 'in the way')
    const { logger, close } = openLogger(dataDir)
    logger.error('lost')
    rmSync(join(dataDir, 'log'))
    logger.error('kept')
    close()
    expect(linesOf(path).map(({ msg }) => msg)).toEqual(['kept'])
  })

  it('ends nothing when somebody logs or closes once more after the end', () => {
    const { logger, close } = openLogger(dataDir)
    logger.info('last')
    close()
    close()
    logger.info('late')
    expect(linesOf(path).map(({ msg }) => msg)).toEqual(['last'])
  })
})
