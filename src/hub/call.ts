import { Client } from 'undici'
import { problem } from '../api/contract/problem.ts'
import { type Call, type RouteKey, routes } from '../api/contract/routes.ts'
import { type ErrorCode, errorCodes, HubError } from '../runtime/errors.ts'

const answerTimeoutMs = 120_000

/**
 * Calls the hub that listens on a socket. Throws its problem as a `HubError`, or `hub_unreachable`. What is under way
 * when `interrupt` is aborted is given up (`hub_stopping`); calls after that go through, for they tidy up.
 */
export function callThrough(
  socketPath: string,
  workspace: string | undefined,
  interrupt?: AbortSignal,
): { call: Call; close(): Promise<void> } {
  const client = new Client('http://hub.internal', {
    socketPath,
    headersTimeout: answerTimeoutMs,
    bodyTimeout: answerTimeoutMs,
  })
  const send = async (
    key: RouteKey,
    input: { params?: object; query?: object; body?: object } = {},
  ): Promise<unknown> => {
    const [method = '', template = ''] = key.split(' ')
    const params = new Map<string, string>(Object.entries(input.params ?? {}))
    const path = template.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params.get(name) ?? ''))
    const given = Object.entries(input.query ?? {}).filter(([, value]) => value !== undefined)
    const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
    const { statusCode, body } = await client
      .request({
        ...(interrupt !== undefined && !interrupt.aborted && { signal: interrupt }),
        method,
        path: query === '' ? path : `${path}?${query}`,
        headers: {
          ...(input.body !== undefined && { 'content-type': 'application/json' }),
          ...(workspace !== undefined && { 'cartwright-workspace': encodeURIComponent(workspace) }),
        },
        body: input.body === undefined ? null : JSON.stringify(input.body),
      })
      .catch(error => {
        if (interrupt?.aborted) throw new HubError('hub_stopping', 'Stopped before it was done.', { cause: error })
        throw new HubError('hub_unreachable', 'The hub that runs on this data folder does not answer.', {
          hint: 'Look whether it is starting or stopping, and try again.',
          cause: error,
        })
      })
    const answer: unknown = await body.json()
    if (statusCode < 400) return routes[key].response.parse(answer)
    const refusal = problem.safeParse(answer)
    if (refusal.success) throw toError(refusal.data)
    throw new HubError('hub_unreachable', 'The hub is starting or stopping.', { hint: 'Try again in a moment.' })
  }
  return { call: send as Call, close: () => client.close() }
}

function toError({ code, title, hint, fields, about }: ReturnType<typeof problem.parse>): HubError {
  const known = code in errorCodes ? (code as ErrorCode) : 'internal'
  return new HubError(known, title, {
    ...(hint !== undefined && { hint }),
    ...(fields !== undefined && { fields }),
    ...(about !== undefined && { about }),
  })
}
