import type { FaultRule } from './faults.ts'
import type { Answer } from './http/answer.ts'
import type { ApiRequest } from './http/api.ts'

interface Seen {
  readonly now: Answer
  readonly before: Answer | null
}

/** How many addresses one fault remembers. */
const addressesMax = 200

const bytesOf = (body: string | Buffer) => (typeof body === 'string' ? Buffer.from(body) : body)

function isSame(one: Answer['body'], other: Answer['body']): boolean {
  if (one === null || other === null) return one === other
  return bytesOf(one).equals(bytesOf(other))
}

/**
 * What each address answered while a fault of kind `stale-read` met it: a copy of the store that lags behind.
 * Of more addresses than it remembers the oldest are forgotten.
 */
export class StaleReads {
  readonly #seen = new WeakMap<FaultRule, Map<string, Seen>>()

  /** The answer from before the latest change, with the headers of now; the answer itself where none was seen. */
  instead(rule: FaultRule, { method, path, search, token }: ApiRequest, answer: Answer): Answer {
    const isRead = method === 'GET' && (answer.status < 300 || answer.status === 404)
    if (!isRead) return answer
    const seen = this.#seen.get(rule) ?? new Map<string, Seen>()
    this.#seen.set(rule, seen)
    const address = `${token} ${path}${search}`
    const last = seen.get(address)
    if (last === undefined) seen.set(address, { now: answer, before: null })
    else if (!isSame(last.now.body, answer.body)) seen.set(address, { now: answer, before: last.now })
    const [oldest = address] = seen.keys()
    if (seen.size > addressesMax) seen.delete(oldest)
    const before = seen.get(address)?.before ?? answer
    return { ...before, headers: answer.headers ?? {} }
  }
}
