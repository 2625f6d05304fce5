import { describe, expect, it } from 'vitest'
import { memoryReader } from '../../../test/support/memory-store.ts'
import type { CatalogReader, ProductsAsk, Read, ReadFailure } from '../../connector/catalog.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { PullRefused, StoreBusy } from './interruptions.ts'
import { mustRead, readPage, tryToRead } from './read-page.ts'

const failed = (kind: ReadFailure['kind']): Read<never> => ({
  ok: false,
  failure: { kind, sentence: `It is ${kind}.`, came: '{"data":[' },
})

/** Lets time pass as it is waited for, and says how long that was. */
async function waitingFor<T>(work: (tools: { clock: ManualClock; signal: AbortSignal }) => Promise<T>) {
  const clock = new ManualClock('2026-03-01T00:00:00Z')
  const begun = clock.now().getTime()
  let isOver = false
  const result = work({ clock, signal: new AbortController().signal }).finally(() => {
    isOver = true
  })
  result.catch(() => undefined)
  while (!isOver) {
    if (clock.sleeping > 0) await clock.advance(100)
    else await new Promise(resolve => setImmediate(resolve))
  }
  return { result, waitedMs: clock.now().getTime() - begun }
}

/** Answers of a store, one after the other; the last one again and again. */
function answers<T>(...list: readonly Read<T>[]) {
  const told = { asked: 0 }
  const read = async (): Promise<Read<T>> => {
    told.asked += 1
    return list[told.asked - 1] ?? list.at(-1) ?? failed('busy')
  }
  return { told, read }
}

const fine: Read<number> = { ok: true, value: 7 }

describe('a read of the store', () => {
  it('that brings something is not repeated', async () => {
    const { told, read } = answers(fine)
    const { result, waitedMs } = await waitingFor(tools => tryToRead(read, tools))
    expect([await result, told.asked, waitedMs]).toEqual([fine, 1, 0])
  })

  it('that cannot be used is tried twice more: it may have been an accident of the way', async () => {
    const { told, read } = answers(failed('unusable'), failed('unusable'), fine)
    const { result, waitedMs } = await waitingFor(tools => tryToRead(read, tools))
    expect([await result, told.asked, waitedMs]).toEqual([fine, 3, 2_500])
  })

  it('that cannot be used three times is given back, for the answer itself is at fault', async () => {
    const { told, read } = answers(failed('unusable'))
    const { result } = await waitingFor(tools => tryToRead(read, tools))
    expect([await result, told.asked]).toEqual([failed('unusable'), 3])
    const { result: must } = await waitingFor(tools => mustRead(read, tools))
    await expect(must).rejects.toThrow(new StoreBusy('It is unusable.'))
  })

  it('makes the run wait where the store is in trouble', async () => {
    const { told, read } = answers(failed('busy'), fine)
    const { result } = await waitingFor(tools => tryToRead(read, tools))
    await expect(result).rejects.toThrow(new StoreBusy('It is busy.'))
    expect(told.asked).toBe(1)
  })

  it('ends the run where the store refuses, but not at the first refusal', async () => {
    const once = answers(failed('refused'), fine)
    expect(await (await waitingFor(tools => tryToRead(once.read, tools))).result).toEqual(fine)
    const { result } = await waitingFor(tools => tryToRead(answers(failed('refused')).read, tools))
    await expect(result).rejects.toThrow(new PullRefused('It is refused.'))
  })

  it('is given up at once when the hub stops', async () => {
    const clock = new ManualClock('2026-03-01T00:00:00Z')
    const stop = new AbortController()
    const reading = tryToRead(answers(failed('unusable')).read, { clock, signal: stop.signal })
    while (clock.sleeping === 0) await new Promise(resolve => setImmediate(resolve))
    stop.abort(new Error('The hub stops'))
    await expect(reading).rejects.toThrow('The hub stops')
  })
})

const products = Array.from({ length: 300 }, (_, at) => ({
  shown: {
    ...{ remoteId: String(at + 1), fields: {}, brandRemoteId: null, categoryRemoteIds: [], visible: true },
    ...{ imageUrl: null, createdAt: null, modifiedAt: null, variants: [], notes: [] },
  },
  options: [],
  modifiers: [],
}))

/** A store whose answer cannot be used where this product is in it; it notes how much was asked for. */
function spoiltBy(remoteId: string, kind: ReadFailure['kind'] = 'unusable') {
  const limits: number[] = []
  const whole = memoryReader(() => products)
  const reader: CatalogReader = {
    ...whole,
    async products(ask) {
      limits.push(ask.limit)
      const read = await whole.products(ask)
      return read.ok && read.value.rows.some(row => row.remoteId === remoteId) ? failed(kind) : read
    },
  }
  const page = (ask: ProductsAsk) => waitingFor(tools => readPage(reader, ask, tools))
  return { limits, page, reader }
}

describe('a page of products that cannot be read', () => {
  it('is asked for in smaller ones, so that all before the culprit comes', async () => {
    const { limits, page } = spoiltBy('200', 'too_large')
    const result = await (await page({ after: null, limit: 250 })).result
    expect(limits).toEqual([250, 62])
    expect(result).toMatchObject({ kind: 'page', limit: 124, page: { lastKey: '62' } })
  })

  it('leads down to the one product that is at fault, by its id', async () => {
    const { limits, page } = spoiltBy('3', 'too_large')
    expect(await (await page({ after: '2', limit: 250 })).result).toMatchObject({
      ...{ kind: 'unreadable', remoteId: '3', failure: { sentence: 'It is too_large.', came: '{"data":[' } },
    })
    expect(limits).toEqual([250, 62, 15, 3, 1])
  })

  it('is grown again after it', async () => {
    const { page } = spoiltBy('3')
    expect(await (await page({ after: '3', limit: 3 })).result).toMatchObject({ kind: 'page', limit: 6 })
    expect(await (await page({ after: '3', limit: 250 })).result).toMatchObject({ kind: 'page', limit: 250 })
  })

  it('comes in parts where pages go by number, with the one that is at fault named by its id', async () => {
    const { limits, page } = spoiltBy('253', 'too_large')
    const result = await (await page({ after: null, limit: 250, page: 2 })).result
    if (result.kind !== 'page') throw new Error('It is no page')
    const ids = result.page.rows.map(row => Number(row.remoteId))
    expect(ids).toEqual(Array.from({ length: 50 }, (_, at) => 251 + at).filter(id => id !== 253))
    expect(result.page).toMatchObject({
      refused: [{ remoteId: '253', reason: expect.stringContaining('It is too_large.'), came: '{"data":[' }],
      last: true,
    })
    expect(limits.filter(limit => limit === 1)).toHaveLength(2)
  })

  it('is read from the beginning by number where the store ignores after which product it is asked', async () => {
    const { reader } = spoiltBy('1', 'too_large')
    const deaf = { ...reader, products: (ask: ProductsAsk) => reader.products({ ...ask, after: null }) }
    const keys = (ask: ProductsAsk) => reader.keys({ ...ask, after: null })
    const reading = waitingFor(tools => readPage({ ...deaf, keys }, { after: '1', limit: 250 }, tools))
    const result = await (await reading).result
    expect(result).toMatchObject({ kind: 'page', page: { ignoredKey: true, refused: [{ remoteId: '1' }] } })
    expect(result.kind === 'page' && result.page.rows.length).toBe(249)
  })

  it('makes the run wait where not one product of it can be read, nor its id', async () => {
    const { reader } = spoiltBy('')
    const broken = { ...reader, products: async () => failed('too_large'), keys: async () => failed('too_large') }
    const reading = waitingFor(tools => readPage(broken, { after: null, limit: 10, page: 1 }, tools))
    await expect((await reading).result).rejects.toThrow(StoreBusy)
  })
})
