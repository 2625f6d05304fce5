import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { routes } from '../../src/sandbox/bigcommerce/routes/index.ts'

it('docs/sandbox.md lists every operation that the sandbox answers, and no other', () => {
  const text = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8')
  const listed = [...text.matchAll(/^\| `((?:GET|POST|PUT|DELETE) \/v[23][^`]*)` \|/gm)].map(match => match[1])
  expect(listed.toSorted()).toEqual(routes.map(route => `${route.method} ${route.path}`).toSorted())
})
