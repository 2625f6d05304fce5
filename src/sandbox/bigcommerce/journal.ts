/** One request to the API and its answer. The access token is replaced by its last four characters. */
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

const exchangeMax = 2_000
const charactersMax = 32_000_000

const sizeOf = (exchange: Exchange) => exchange.requestBody.length + exchange.responseBody.length

/** The latest exchanges, bounded by number and by size. A listener sees every one of them. */
export class Journal {
  #exchanges: Exchange[] = []
  #size = 0
  #made = 0
  readonly #listeners = new Set<(exchange: Exchange) => void>()

  get exchanges(): readonly Exchange[] {
    return this.#exchanges
  }

  /** Exchanges since the start, also those that the bounds have dropped. */
  get total(): number {
    return this.#made
  }

  onExchange(listener: (exchange: Exchange) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  clear(): void {
    this.#exchanges = []
    this.#size = 0
  }

  add(entry: Omit<Exchange, 'number'>): void {
    this.#made += 1
    const exchange = { number: this.#made, ...entry }
    this.#exchanges.push(exchange)
    this.#size += sizeOf(exchange)
    if (this.#exchanges.length > exchangeMax || this.#size > charactersMax) this.#shrink()
    for (const listener of this.#listeners) listener(exchange)
  }

  /** Drops the older half at once: dropping one by one would move the whole list for each request. */
  #shrink(): void {
    this.#exchanges = this.#exchanges.slice(Math.ceil(this.#exchanges.length / 2))
    this.#size = this.#exchanges.reduce((sum, exchange) => sum + sizeOf(exchange), 0)
  }
}

/** Hides all of the token but its end, which is enough to tell two accounts apart. */
export function redact(token: string): string {
  return token.length < 12 ? '***' : `***${token.slice(-4)}`
}
