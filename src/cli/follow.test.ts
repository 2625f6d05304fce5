import { describe, expect, it } from 'vitest'
import type { Call } from '../api/contract/routes.ts'
import type { Run, RunProgress } from '../api/contract/runs.ts'
import { ManualClock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import { followRun, progressLine } from './follow.ts'

const start = '2026-05-01T10:00:00.000Z'
const startMs = Date.parse(start)

const progress: RunProgress = {
  phase: 'products',
  categories: { done: 12, total: 12 },
  brands: { done: 3, total: 3 },
  products: { done: 250, total: 1_700 },
  variants: 1_204,
  details: { done: 0, total: 1_700 },
  requests: 5,
  requestsLeft: 176,
  perMinute: 9_000,
  endsAt: '2026-05-01T10:00:42.000Z',
}
const run: Run = {
  id: 'run_1',
  channelId: 'chn_1',
  channelName: 'Shop',
  kind: 'pull',
  mode: 'full',
  state: 'running',
  startedBy: 'the command line',
  createdAt: start,
  startedAt: start,
  finishedAt: null,
  cancelling: false,
  problem: null,
  triesAgainAt: null,
  progress,
  account: null,
}
const waiting: Run = { ...run, state: 'waiting', problem: 'The store does not answer.' }

/** A hub that answers one run after the other, and the last one ever after. */
function follow(answers: readonly (Run | HubError)[], { terminal = true, patienceMs = 60_000, silent = false } = {}) {
  const clock = new ManualClock(start)
  const shown: string[] = []
  const stop = Promise.withResolvers<void>()
  let asked = 0
  const call = (async () => {
    const answer = answers[Math.min(asked, answers.length - 1)]
    asked += 1
    if (answer instanceof HubError) throw answer
    return answer
  }) as unknown as Call
  const tools = {
    clock,
    rewrite: terminal ? (line: string) => shown.push(line) : null,
    err: (line: string) => shown.push(`${line}\n`),
    stopAsked: () => stop.promise,
  }
  const followed = followRun(call, run, tools, { patienceMs, silent })
  const pass = async (seconds: number) => {
    for (let half = 0; half < seconds * 2; half += 1) await clock.advance(500)
  }
  return { followed, shown, pass, stop: stop.resolve, asked: () => asked }
}

describe('following a run', () => {
  it('looks twice a second, rewrites one line, and takes it away at the end', async () => {
    const { followed, shown, pass, asked } = follow([run, run, { ...run, state: 'done' }])
    await pass(2)
    expect(await followed).toMatchObject({ because: 'ended', run: { state: 'done' } })
    expect(asked()).toBe(3)
    expect(shown).toEqual([...Array(3).fill(expect.stringMatching(/^Reading products: 250 of 1,700/)), ''])
  })

  it('prints a whole line every five seconds where there is no terminal', async () => {
    const { followed, shown, pass } = follow([...Array(21).fill(run), { ...run, state: 'done' }], { terminal: false })
    await pass(12)
    await followed
    expect(shown).toHaveLength(3)
    expect(shown[0]).toMatch(/^Reading products.*\n$/)
  })

  it('shows nothing where it is to be silent', async () => {
    const { followed, shown, pass } = follow([run, { ...run, state: 'done' }], { terminal: false, silent: true })
    await pass(2)
    await followed
    expect(shown).toEqual([])
  })

  it('loses its patience only while the run gets no further', async () => {
    const further = Array.from({ length: 100 }, (_, at) => ({
      ...run,
      progress: { ...progress, products: { done: at, total: null } },
    }))
    const { followed, pass, asked } = follow([...further, waiting], { patienceMs: 10_000 })
    await pass(62)
    expect(await followed).toMatchObject({ because: 'impatient', run: { state: 'waiting' } })
    expect(asked()).toBe(122)
  })

  it('takes tries in vain for no progress, though they make requests', async () => {
    const tries = Array.from({ length: 100 }, (_, at) => ({
      ...(at % 2 === 0 ? waiting : run),
      progress: { ...progress, requests: at },
    }))
    const { followed, pass } = follow(tries, { patienceMs: 10_000 })
    await pass(30)
    expect(await followed).toMatchObject({ because: 'impatient' })
  })

  it('stops at once when it is asked to, also in the middle of a call', async () => {
    const asleep = follow([run])
    asleep.stop()
    expect(await asleep.followed).toMatchObject({ because: 'stopped', run: { id: 'run_1' } })

    const calling = follow([new HubError('hub_stopping', 'Stopped before it was done.')])
    calling.stop()
    expect(await calling.followed).toMatchObject({ because: 'stopped' })
  })

  it('takes a run that is no longer there for one that found nothing', async () => {
    const { followed, pass } = follow([run, new HubError('not_found', 'There is no such run.')])
    await pass(2)
    expect(await followed).toMatchObject({ because: 'ended', run: { id: 'run_1', state: 'done' } })
  })

  it('says that the run goes on later when the hub stops under it', async () => {
    const { followed, shown, pass } = follow([run, new HubError('hub_stopping', 'The hub is shutting down.')])
    const refused = expect(followed).rejects.toMatchObject({
      code: 'hub_unreachable',
      hint: expect.stringContaining('cartwright runs show run_1'),
    })
    await pass(2)
    await refused
    expect(shown.at(-1)).toBe('')
  })
})

describe('the line of progress', () => {
  it('tells rate and end of what goes on', () => {
    expect(progressLine(run, startMs)).toBe(
      'Reading products: 250 of 1,700, 1,204 variants · 9,000 a minute · done in about 42 s',
    )
  })

  it('says nothing of an end that nobody knows, or that is past', () => {
    const unknown = { ...progress, perMinute: null, endsAt: null, products: { done: 3, total: null } }
    expect(progressLine({ ...run, progress: unknown }, startMs)).toBe('Reading products: 3, 1,204 variants')
    expect(progressLine(run, startMs + 60_000)).not.toContain('done in')
  })

  it('says why a run waits, without obeying what a store wrote', () => {
    const line = progressLine(
      { ...waiting, problem: 'It said \u001b[2J.', triesAgainAt: '2026-05-01T10:00:25.000Z' },
      startMs,
    )
    expect(line).toBe('Waiting: It said \ufffd[2J. Tries again in 25 s.')
    expect(progressLine({ ...run, state: 'queued' }, startMs)).toBe('Waiting for its turn …')
    expect(progressLine({ ...run, cancelling: true }, startMs)).toMatch(/stopping$/)
  })

  it.each([
    ['adopting', 'Taking over what the hub has of this store from a removed channel'],
    ['categories', 'Reading categories: 12 of 12'],
    ['brands', 'Reading brands: 3 of 3'],
    ['details', 'Reading options and modifiers: 0 of 1,700 products'],
    ['changes', 'Reading what changed: 250 products'],
    ['missing', 'Looking for what is gone from the store'],
    ['done', 'Adding up'],
  ] as const)('has words for the phase %s', (phase, words) => {
    const bare = { ...progress, phase, perMinute: null, endsAt: null }
    expect(progressLine({ ...run, progress: bare }, startMs)).toBe(words)
  })
})
