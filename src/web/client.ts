import type { Problem } from '../api/contract/problem.ts'
import type { Call } from '../api/contract/routes.ts'
import { heardFromHub, hubIsSilent } from './reachability.ts'

/** The hub's refusal, in words for the person at the screen. */
export class HubProblem extends Error {
  override readonly name = 'HubProblem'
  readonly code: string
  readonly title: string
  readonly hint: string | undefined
  readonly fields: Readonly<Record<string, string>>
  readonly about: Readonly<Record<string, string>>
  readonly requestId: string | undefined

  constructor(problem: Problem) {
    super(problem.title)
    this.code = problem.code
    this.title = problem.title
    this.hint = problem.hint
    this.fields = problem.fields ?? {}
    this.about = problem.about ?? {}
    this.requestId = problem.requestId
  }
}

/** No answer at all: the hub is stopped, or the way to it is broken. */
export class HubSilent extends Error {
  override readonly name = 'HubSilent'
}

interface AnyInput {
  readonly params?: Readonly<Record<string, string>> | undefined
  readonly query?: Readonly<Record<string, unknown>> | undefined
  readonly body?: unknown
}

/** Calls one address of the contract; method and path are read from its key. */
export const call: Call = async (key, ...rest) => {
  const input: AnyInput = rest[0] ?? {}
  const [method = 'GET', pattern = ''] = key.split(' ')
  const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''))
  const response = await send(method, path + queryOf(input.query), input.body)
  if (!response.ok) throw new HubProblem(await readProblem(response))
  return response.json()
}

/** The part of an address after its path; what is undefined is left out. */
export function queryOf(query: Readonly<Record<string, unknown>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}

async function send(method: string, path: string, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store' }
  if (body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(body)
  }
  let response: Response
  try {
    response = await fetch(path, init)
  } catch {
    hubIsSilent()
    throw new HubSilent('The hub does not answer.')
  }
  if (isGateway(response)) {
    hubIsSilent()
    throw new HubSilent('The hub does not answer.')
  }
  heardFromHub()
  return response
}

/** A proxy in front of a hub that is stopped answers in its own words. */
function isGateway(response: Response): boolean {
  return response.status >= 502 && response.status <= 504 && !isJson(response)
}

function isJson(response: Response): boolean {
  return /json/.test(response.headers.get('content-type') ?? '')
}

async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = isJson(response) ? await response.json().catch(() => null) : null
  if (isProblem(body)) return body
  return {
    type: 'about:blank',
    status: response.status,
    code: 'internal',
    title: 'The hub gave an answer that this page does not understand.',
    hint: 'Reload the page. If it happens again, look at what the hub printed in its terminal.',
  }
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' && body !== null && 'code' in body && 'title' in body && typeof body.title === 'string'
  )
}
