import { v2Operations } from './official-v2.ts'
import { v3Operations } from './official-v3.ts'

const methods = new Map([
  ['G', 'GET'],
  ['P', 'POST'],
  ['U', 'PUT'],
  ['D', 'DELETE'],
])

function* operationsOf(table: string, prefix: string): Generator<{ method: string; path: string }> {
  for (const line of table.trim().split('\n')) {
    const [letters = '', path = ''] = line.split(/ +/)
    for (const letter of letters) {
      const method = methods.get(letter)
      if (method !== undefined) yield { method, path: prefix + path }
    }
  }
}

/** Every operation of the official files, with `{id}` at each variable part. */
export function officialOperations(): { method: string; path: string }[] {
  return [...operationsOf(v2Operations, '/v2'), ...operationsOf(v3Operations, '/v3')]
}
