import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../src/api/contract/routes.ts'
import { Browser, startTestHub, type TestHub } from '../support/hub.ts'

interface Operation {
  readonly summary?: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[]
  readonly requestBody?: unknown
  readonly responses: Readonly<Record<string, unknown>>
}

interface OpenApi {
  readonly openapi: string
  readonly info: { readonly description: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}

let hub: TestHub
let text: string
let document: OpenApi

beforeAll(async () => {
  hub = await startTestHub()
  text = await (await new Browser(hub.url).send('GET', '/api/openapi.json')).text()
  document = JSON.parse(text) as OpenApi
})
afterAll(() => hub.close())

describe('the published API', () => {
  it('has every address of the contract, and no other', () => {
    const published = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(method => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    )
    expect(document.openapi).toMatch(/^3\.1/)
    expect(published.sort()).toEqual(Object.keys(routes).sort())
  })

  it('describes each with its parameters, its body, its success and its refusals', () => {
    for (const [key, route] of Object.entries(routes)) {
      const [method = '', path = ''] = key.split(' ')
      const operation = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      expect(operation?.summary).toBe(route.summary)
      expect(Object.keys(operation?.responses ?? {})).toEqual([String('status' in route ? route.status : 200), '4XX'])
      expect([key, operation?.requestBody !== undefined]).toEqual([key, 'body' in route])
      const parameters = (operation?.parameters ?? [])
        .filter(parameter => parameter.in === 'path')
        .map(({ name }) => name)
      expect(parameters).toEqual([...path.matchAll(/:(\w+)/g)].map(([, name]) => name))
    }
  })

  it('refers to nothing that is not there', () => {
    const named = new Set(Object.keys(document.components.schemas))
    const referred = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name)
    expect(referred.length).toBeGreaterThan(10)
    expect(referred.filter(name => !named.has(name))).toEqual([])
  })

  it('names the event stream, which is no call', () => {
    expect(document.info.description).toContain('/api/events')
  })
})
