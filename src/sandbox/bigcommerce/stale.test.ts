import { expect, it } from 'vitest'
import type { FaultRule } from './faults.ts'
import { StaleReads } from './stale.ts'

const rule: FaultRule = { match: { path: '**' }, kind: 'stale-read' }

const request = (path: string) => ({
  ...{ method: 'GET', hash: 'x', path, search: '', token: 't', contentType: '', body: '' },
  version: 'v3' as const,
})

it('forgets the oldest of more than 200 addresses', () => {
  const reads = new StaleReads()
  const read = (path: string, body: string) => reads.instead(rule, request(path), { status: 200, body }).body
  for (let at = 0; at < 200; at += 1) read(`/${at}`, 'old')
  expect(read('/0', 'new')).toBe('old')
  read('/200', 'old')
  expect(read('/0', 'newer')).toBe('newer')
  expect(read('/150', 'new')).toBe('old')
})
