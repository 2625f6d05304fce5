import { expect } from 'vitest'
import type { Sandbox } from '../../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox, SteppedClock } from '../../../src/sandbox/bigcommerce/index.ts'
import type { RecordedExchange, Violation } from '../../support/contract.ts'
import { checkEvents, checkExchanges } from '../../support/contract.ts'

/** What a call sends, and what is looked at beside the status of its answer. */
interface TourCallMore {
  readonly send?: unknown
  /** What the body of the answer holds, among other things. */
  readonly holds?: object
  /** Names for what the answer gave, by the place where it stands: `{ brand: 'data.id' }`. */
  readonly keeps?: Readonly<Record<string, string>>
  /** Calls with a token of the store that has no scope at all. */
  readonly withoutScope?: true
}

/**
 * One call: its method and path, the status of the answer, and more. `{brand}` stands for what an earlier answer gave by
 * this name: in the path, and alone in a text of what is sent or held.
 */
export type TourCall = readonly [call: string, status: number, more?: TourCallMore]

/** What somebody does in one area of the store, one call after the other. */
export type Calls = readonly TourCall[]

/** How a request of a client can be well-formed and be refused nevertheless; for other refusals it breaks the contract. */
const wellFormed = new Set([403, 404, 409])

/** One store and somebody who calls its operations, remembers what they gave, and checks every exchange. */
export class Tour {
  readonly good: RecordedExchange[] = []
  readonly bad: RecordedExchange[] = []
  readonly violations: Violation[] = []
  readonly #sandbox: Sandbox
  readonly #insider: string
  readonly #outsider: string
  readonly #kept = new Map<string, unknown>()

  private constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
    this.#insider = sandbox.createAccount({ name: 'Insider', scopes: allScopes }).accessToken
    this.#outsider = sandbox.createAccount({ name: 'Outsider', scopes: [] }).accessToken
    sandbox.events.listen(event => this.violations.push(...checkEvents([event])))
  }

  static async start(): Promise<Tour> {
    const clock = new SteppedClock('2026-03-01T09:00:00Z')
    const tour = new Tour(await createSandbox({ seed: 7, quota: 'off', clock }))
    tour.#prepare()
    return tour
  }

  /** What no call of the API can make: orders whose payment is authorized. */
  #prepare(): void {
    const { merchant, shopper } = this.#sandbox
    const { variantIds } = merchant.addProduct({ name: 'Lantern', price: 20 })
    for (const name of ['authorized', 'toVoid']) {
      const items = variantIds.map(variantId => ({ variantId, quantity: 1 }))
      this.#kept.set(name, shopper.place({ items, pays: 'authorize' }).orderId)
    }
  }

  close(): Promise<void> {
    return this.#sandbox.close()
  }

  /** Makes the call and looks at its answer; gives what broke the contract in the exchange. */
  async visit([call, status, more = {}]: TourCall): Promise<readonly Violation[]> {
    const [method = '', path = ''] = call.split(' ')
    const { send, holds, keeps = {}, withoutScope = false } = more
    const token = withoutScope ? this.#outsider : this.#insider
    const answer = await this.request(method, this.#filled(path), this.#replaced(send), token)
    const found = this.#check()
    expect(answer.status, `${call}: ${answer.text}`).toBe(status)
    const body: unknown = answer.text === '' ? null : JSON.parse(answer.text)
    if (holds !== undefined) expect(body).toMatchObject(Object(this.#replaced(holds)))
    for (const [name, place] of Object.entries(keeps)) this.#kept.set(name, at(body, place))
    return found
  }

  /** Checks the latest exchange and keeps it with those like it. */
  #check(): readonly Violation[] {
    const exchange = this.#sandbox.journal.exchanges.at(-1)
    if (exchange === undefined) throw new Error('The journal is empty.')
    const isGood = exchange.status < 400
    ;(isGood ? this.good : this.bad).push(exchange)
    const isWhole = isGood || wellFormed.has(exchange.status)
    const found = checkExchanges([exchange]).filter(one => isWhole || one.side === 'response')
    this.violations.push(...found)
    return found
  }

  async request(method: string, path: string, body?: unknown, token = this.#insider) {
    const { apiAddress, storeHash } = this.#sandbox
    const response = await fetch(`${apiAddress}/stores/${storeHash}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'x-auth-token': token,
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  #keptAs(name: string): unknown {
    if (!this.#kept.has(name)) throw new Error(`No answer gave a {${name}} before.`)
    return this.#kept.get(name)
  }

  #filled(path: string): string {
    return path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(this.#keptAs(name))))
  }

  #replaced(value: unknown): unknown {
    if (typeof value === 'string') {
      const name = /^\{(\w+)\}$/.exec(value)?.[1]
      return name === undefined ? value : this.#keptAs(name)
    }
    if (Array.isArray(value)) return value.map(one => this.#replaced(one))
    if (typeof value !== 'object' || value === null || !isPlain(value)) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.#replaced(one)]))
  }
}

/** Neither a form nor such as `expect.any(String)`, which have to stay what they are. */
const isPlain = (value: object) => Object.getPrototypeOf(value) === Object.prototype

/** What stands at `data.0.id`. */
function at(body: unknown, place: string): unknown {
  const found = place.split('.').reduce<unknown>((inner, name) => Object(inner)[name], body)
  if (found === undefined) throw new Error(`The answer has nothing at ${place}.`)
  return found
}

/** A form with a picture of one dot. */
export function pictureForm(): FormData {
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
  const form = new FormData()
  form.set('image_file', new Blob([Buffer.from(dot, 'base64')]), 'dot.png')
  return form
}
