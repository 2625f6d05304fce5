import type { RowChange } from './rewrite.ts'

/** What a fault does to the requests that it meets. */
export type FaultKind =
  /** Answers with `status` instead of the store; the body is `body`, or the documented one. */
  | 'status'
  /** Answers with a page of HTML, as a gateway in front of the store would; 502 unless `status` says otherwise. */
  | 'html'
  /** Waits `delayMs`, then goes on as usual. */
  | 'slow'
  /** Never answers; the connection stays open until the client gives up. */
  | 'hang'
  /** Cuts the connection before the store has seen the request. */
  | 'reset'
  /** The store does its work, then the connection is cut: the reply is lost. */
  | 'lost-reply'
  /** Sends the head and half of the body, then cuts the connection. */
  | 'half-body'
  /** Sends half of the body as if it were the whole: 200 with broken JSON. */
  | 'cut-json'
  /** Changes the body by `rewrite`, or one row of it by `row`, such as a number into a text. */
  | 'rewrite'
  /** After the answer a product disappears before, or appears behind, what was shown (`shift`). */
  | 'shift'

export interface FaultRule {
  readonly match: {
    /** Any method unless given. */
    readonly method?: string
    /**
     * The path after the store's hash, such as `/v3/catalog/products`. In a text `*` stands for anything within one
     * segment, `**` for anything; an expression is also given the query.
     */
    readonly path: string | RegExp
  }
  readonly kind: FaultKind
  readonly status?: number
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Leaves the quota headers out, as a platform in trouble does. */
  readonly bare?: boolean
  readonly delayMs?: number
  /** How many requests it meets before it is over; without it, all of them. */
  readonly times?: number
  /** How many matching requests pass before it begins. */
  readonly after?: number
  readonly rewrite?: (body: unknown) => unknown
  readonly row?: RowChange
  readonly shift?: 'disappear' | 'appear' | 'both'
}

/** A fault in force. */
export interface Fault {
  readonly id: number
  readonly rule: FaultRule
  /** How many requests it has met. */
  readonly hits: number
  remove(): void
}

interface Entry {
  readonly id: number
  readonly rule: FaultRule
  readonly pattern: RegExp
  seen: number
  hits: number
}

/** The expression of a path pattern; everything but the stars is taken by the letter. */
export function patternOf(path: string): RegExp {
  const parts = path.split(/(\*\*|\*)/).map(part => {
    if (part === '**') return '.*'
    if (part === '*') return '[^/?]*'
    return part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`)
}

/** The faults in force, in the order in which they were added. */
export class Faults {
  #entries: Entry[] = []
  #made = 0

  get list(): readonly Fault[] {
    return this.#entries.map(entry => this.#fault(entry))
  }

  add(rule: FaultRule): Fault {
    this.#made += 1
    const { path } = rule.match
    const pattern = typeof path === 'string' ? patternOf(path) : path
    const entry: Entry = { id: this.#made, rule, pattern, seen: 0, hits: 0 }
    this.#entries.push(entry)
    return this.#fault(entry)
  }

  remove(id: number): boolean {
    const before = this.#entries.length
    this.#entries = this.#entries.filter(entry => entry.id !== id)
    return this.#entries.length < before
  }

  clear(): void {
    this.#entries = []
  }

  /** The rules that this request meets, counted. */
  meet(method: string, path: string, search: string): readonly FaultRule[] {
    if (this.#entries.length === 0) return []
    const met: FaultRule[] = []
    for (const entry of this.#entries) {
      const { rule, pattern } = entry
      if (rule.match.method !== undefined && rule.match.method !== method) continue
      pattern.lastIndex = 0
      if (!pattern.test(typeof rule.match.path === 'string' ? path : path + search)) continue
      entry.seen += 1
      if (entry.seen <= (rule.after ?? 0) || entry.hits >= (rule.times ?? Number.POSITIVE_INFINITY)) continue
      entry.hits += 1
      met.push(rule)
    }
    return met
  }

  #fault(entry: Entry): Fault {
    return {
      id: entry.id,
      rule: entry.rule,
      get hits() {
        return entry.hits
      },
      remove: () => {
        this.remove(entry.id)
      },
    }
  }
}
