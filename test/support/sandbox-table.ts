import { readFileSync } from 'node:fs'

/** A row of the table of docs/sandbox.md. */
export interface TableRow {
  /** Such as `GET /v2/orders/{id}`. */
  readonly operation: string
  /** The scopes any one of which will do, as the control panel calls them; empty where no scope is needed. */
  readonly scopes: readonly string[]
  /** Such as `full; ten at a time`. */
  readonly state: string
}

/** What docs/sandbox.md says that the sandbox answers. */
export function sandboxTable(): TableRow[] {
  const text = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8')
  const rows = text.matchAll(/^\| `((?:GET|POST|PUT|DELETE) \/v[23]\/\S+)` \| ([^|]+) \| ([^|]+) \|$/gm)
  return [...rows].map(([, operation = '', scopes = '', state = '']) => ({
    operation,
    scopes: scopes === 'none' ? [] : scopes.split(' or '),
    state,
  }))
}
