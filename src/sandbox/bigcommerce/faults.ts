import type { Chance } from './chance.ts'
import { hears } from './hooks/matching.ts'
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
  /** Answers what the same address answered before what it shows changed, as far as the fault has seen it. */
  | 'stale-read'
  /** The first `items` of a batch take effect, and no others; then `status`, or without one a cut connection. */
  | 'partial-batch'
  /** The fields named by `fields` are left out of what is saved; then 200, or `status` 207 with errors for them. */
  | 'ignored-fields'

/** What a fault does to what webhooks are told. */
export type HookFaultKind =
  /** The message never leaves. */
  | 'hook-lost'
  /** It is sent twice, with one `webhook-id`. */
  | 'hook-doubled'
  /** It leaves after `delayMs` only. */
  | 'hook-late'
  /** It leaves at a moment of chance within `delayMs`, so that others overtake it. */
  | 'hook-shuffled'

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
  /** How many items of a batch take effect; half of them unless given. */
  readonly items?: number
  /** Fields of a body, or of each row of a batch, that are not saved. */
  readonly fields?: readonly string[]
}

export interface HookFaultRule {
  readonly kind: HookFaultKind
  /** The events that it is about, as a webhook subscribes to them; all of them unless given. */
  readonly scope?: string
  /** A minute unless given. */
  readonly delayMs?: number
  /** In which share of the cases it happens, from 0 to 1, by the seed; always unless given. */
  readonly share?: number
  /** How many messages it meets before it is over; without it, all of them. */
  readonly times?: number
  /** How many matching messages pass before it begins. */
  readonly after?: number
}

/** A fault in force. */
export interface Fault {
  readonly id: number
  readonly rule: FaultRule | HookFaultRule
  /** How many requests or messages it has met. */
  readonly hits: number
  remove(): void
}

interface Entry<Rule> {
  readonly id: number
  readonly rule: Rule
  seen: number
  hits: number
}

type RequestEntry = Entry<FaultRule> & { readonly pattern: RegExp }
type AnyEntry = RequestEntry | Entry<HookFaultRule>

/** The expression of a path pattern; everything but the stars is taken by the letter. */
export function patternOf(path: string): RegExp {
  const parts = path.split(/(\*\*|\*)/).map(part => {
    if (part === '**') return '.*'
    if (part === '*') return '[^/?]*'
    return part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`)
}

const expressionOf = ({ match: { path } }: FaultRule) => (typeof path === 'string' ? patternOf(path) : path)

/** Counts a request or a message that an entry is about, and says whether its turn has come. */
function isTurn(entry: AnyEntry): boolean {
  const { after = 0, times = Number.POSITIVE_INFINITY } = entry.rule
  entry.seen += 1
  if (entry.seen <= after || entry.hits >= times) return false
  entry.hits += 1
  return true
}

function isAbout({ rule, pattern }: RequestEntry, method: string, path: string, search: string): boolean {
  const { match } = rule
  if (match.method !== undefined && match.method !== method) return false
  pattern.lastIndex = 0
  return pattern.test(typeof match.path === 'string' ? path : path + search)
}

function isAboutHook({ scope, share }: HookFaultRule, told: string, chance: Chance): boolean {
  return (scope === undefined || hears(scope, told)) && (share === undefined || chance.happens(share))
}

/** The faults in force, in the order in which they were added. */
export class Faults {
  #entries: AnyEntry[] = []
  #made = 0

  get list(): readonly Fault[] {
    return this.#entries.map(entry => this.#fault(entry))
  }

  add(rule: FaultRule | HookFaultRule): Fault {
    this.#made += 1
    const counts = { id: this.#made, seen: 0, hits: 0 }
    const entry: AnyEntry = 'match' in rule ? { ...counts, rule, pattern: expressionOf(rule) } : { ...counts, rule }
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
    return this.#entries.flatMap(entry =>
      'pattern' in entry && isAbout(entry, method, path, search) && isTurn(entry) ? [entry.rule] : [],
    )
  }

  /** The rules that a message about an event of this scope meets, counted. */
  meetHook(told: string, chance: Chance): readonly HookFaultRule[] {
    return this.#entries.flatMap(entry =>
      !('pattern' in entry) && isAboutHook(entry.rule, told, chance) && isTurn(entry) ? [entry.rule] : [],
    )
  }

  #fault(entry: AnyEntry): Fault {
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
