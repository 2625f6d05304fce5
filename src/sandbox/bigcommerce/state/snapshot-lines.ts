import { createHash } from 'node:crypto'
import type { DurableState } from '../durable.ts'
import type { PlainPart } from './part.ts'
import type { PlainState } from './store-state.ts'

/**
 * A snapshot is JSON by lines: a head, the parts of the state, each with a line that says how many rows follow it, and an
 * end with the SHA-256 of all lines before it.
 */
export const snapshotFormat = 'cartwright-sandbox-store'
export const snapshotVersion = 1

export interface SnapshotHead {
  readonly format: typeof snapshotFormat
  readonly version: typeof snapshotVersion
  /** ISO 8601, by the store's clock. */
  readonly takenAt: string
  /** Where the store listened: addresses of its own in the rows begin so. */
  readonly origin: string
  readonly durable: DurableState
}

/** A store as it was at a moment. */
export interface Snapshot {
  readonly head: SnapshotHead
  readonly parts: PlainState
}

/** A part as it was read, with the line on which it begins; its rows follow. */
export interface ReadPart extends PlainPart {
  readonly line: number
}

/** What is wrong with a snapshot. `kind` says what the reader of the message can do. */
export class SnapshotFault extends Error {
  readonly kind: 'foreign' | 'version' | 'damaged'

  constructor(kind: SnapshotFault['kind'], message: string) {
    super(message)
    this.kind = kind
  }
}

/** Long enough that a chunk is worth its way, short enough that nobody waits for it. */
const chunkLength = 65_536

/** The text of a snapshot, in chunks. */
export function* snapshotText({ head, parts }: Snapshot): Generator<string> {
  const digest = createHash('sha256')
  let chunk = ''
  for (const line of linesOf(head, parts)) {
    chunk += `${line}\n`
    if (chunk.length < chunkLength) continue
    digest.update(chunk)
    yield chunk
    chunk = ''
  }
  digest.update(chunk)
  yield `${chunk}${JSON.stringify({ end: digest.digest('hex') })}\n`
}

function* linesOf(head: SnapshotHead, parts: PlainState): Generator<string> {
  yield JSON.stringify(head)
  for (const [part, { rows, value }] of parts) {
    yield JSON.stringify({ part, rows: rows.length, value })
    for (const row of rows) yield JSON.stringify(row)
  }
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Reads the lines of a snapshot, one after the other. */
export class SnapshotReader {
  readonly #digest = createHash('sha256')
  readonly #parts = new Map<string, ReadPart & { readonly rows: unknown[] }>()
  readonly #origin: string
  #head: SnapshotHead | null = null
  #line = 0
  /** The part whose rows are being read, and how many are to come. */
  #open: { readonly rows: unknown[]; readonly name: string; left: number } = { rows: [], name: '', left: 0 }
  #isEnded = false

  /** `origin` is where the store listens now: its own addresses are read as if it always had. */
  constructor(origin: string) {
    this.#origin = origin
  }

  take(line: string): void {
    this.#line += 1
    if (this.#isEnded) throw this.#damaged('something follows the end')
    if (this.#head === null) this.#head = readHead(line)
    else if (this.#open.left > 0) {
      this.#open.left -= 1
      this.#open.rows.push(this.#valueOf(this.#moved(line)))
    } else this.#begin(this.#moved(line))
    if (!this.#isEnded) this.#digest.update(`${line}\n`)
  }

  /** What was read, once all lines were. */
  end(): { readonly head: SnapshotHead; readonly parts: ReadonlyMap<string, ReadPart> } {
    if (this.#head === null) throw new SnapshotFault('foreign', 'it is empty')
    if (!this.#isEnded) throw new SnapshotFault('damaged', `it is cut off after line ${this.#line}`)
    return { head: this.#head, parts: this.#parts }
  }

  #begin(line: string): void {
    const value = this.#valueOf(line)
    if (!isFields(value)) throw this.#damaged('there is no part of a store')
    if ('end' in value) {
      this.#isEnded = true
      if (value.end !== this.#digest.digest('hex'))
        throw this.#damaged('a line before was changed since it was written')
      return
    }
    const { part, rows: count } = value
    if (typeof part !== 'string' || this.#parts.has(part) || !Number.isSafeInteger(count) || Number(count) < 0) {
      throw this.#damaged('there is no part of a store')
    }
    const rows: unknown[] = []
    this.#parts.set(part, { rows, value: value.value, line: this.#line })
    this.#open = { rows, name: part, left: Number(count) }
  }

  #valueOf(line: string): unknown {
    const value = parsed(line)
    if (value === undefined) throw this.#damaged(`there is no JSON${this.#open.name && ` (in ${this.#open.name})`}`)
    return value
  }

  /** The line with the addresses of pictures and of orders at the place where the store listens now. */
  #moved(line: string): string {
    const origin = this.#head?.origin ?? this.#origin
    if (origin === this.#origin) return line
    return line
      .replaceAll(`${origin}/_images/`, `${this.#origin}/_images/`)
      .replaceAll(`${origin}/stores/`, `${this.#origin}/stores/`)
  }

  #damaged(what: string): SnapshotFault {
    return new SnapshotFault('damaged', `line ${this.#line}: ${what}`)
  }
}

function readHead(line: string): SnapshotHead {
  const head = parsed(line)
  if (!isFields(head) || head.format !== snapshotFormat) throw new SnapshotFault('foreign', 'line 1 does not say so')
  if (head.version !== snapshotVersion) throw new SnapshotFault('version', String(head.version))
  if (typeof head.origin !== 'string' || !isFields(head.durable)) {
    throw new SnapshotFault('damaged', 'line 1: it is no head of a snapshot')
  }
  // Of a known version; that nobody changed it since is what the end of the file says.
  return head as unknown as SnapshotHead
}
