import { Listeners } from './listeners.ts'

/** One request to the API and its answer. Of the access token and the control secret only the last four characters are kept. */
export interface Exchange {
  readonly number: number
  /** ISO 8601, by the sandbox's clock */
  readonly at: string
  readonly method: string
  /** Path and query, as sent. */
  readonly url: string
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly requestBody: string
  /** 0 where the connection was cut before an answer. */
  readonly status: number
  readonly responseHeaders: Readonly<Record<string, string>>
  readonly responseBody: string
  /** What a fault did to this exchange, or an empty text. */
  readonly fault: string
}

/** An exchange as it happened: the body of the answer in bytes, as it was sent. */
export interface NewExchange extends Omit<Exchange, 'number' | 'responseBody'> {
  readonly responseBytes: Buffer
}

interface Entry {
  readonly exchange: Exchange
  readonly size: number
}

const exchangeMax = 2_000
const bytesMax = 32_000_000

/** The latest exchanges, bounded by number and by size. A listener sees every one of them. */
export class Journal {
  #entries: Entry[] = []
  #size = 0
  #made = 0
  readonly #listeners = new Listeners<Exchange>()

  get exchanges(): readonly Exchange[] {
    return this.#entries.map(({ exchange }) => exchange)
  }

  /** Exchanges since the start, also those that the bounds have dropped. */
  get total(): number {
    return this.#made
  }

  onExchange(listener: (exchange: Exchange) => void): () => void {
    return this.#listeners.add(listener)
  }

  clear(): void {
    this.#entries = []
    this.#size = 0
  }

  add({ responseBytes, ...rest }: NewExchange): void {
    this.#made += 1
    // Kept in bytes, and made into a text for whoever reads it: texts of this size would fill the heap.
    const exchange: Exchange = {
      number: this.#made,
      ...rest,
      get responseBody() {
        return responseBytes.toString('utf8')
      },
    }
    const size = rest.requestBody.length + responseBytes.length
    this.#entries.push({ exchange, size })
    this.#size += size
    if (this.#entries.length > exchangeMax || this.#size > bytesMax) this.#shrink()
    this.#listeners.tell(exchange)
  }

  /** Drops the older half at once: dropping one by one would move the whole list for each request. */
  #shrink(): void {
    this.#entries = this.#entries.slice(Math.ceil(this.#entries.length / 2))
    this.#size = this.#entries.reduce((sum, { size }) => sum + size, 0)
  }
}

/** Hides all of a secret but its end, which is enough to tell two accounts apart. */
export function redact(secret: string): string {
  return secret.length < 12 ? '***' : `***${secret.slice(-4)}`
}
