import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { isOwnRequest } from './own-page.ts'

function isOwn(url: string, host: string, origin?: string): boolean {
  const request = new IncomingMessage(new Socket())
  request.method = 'POST'
  request.headers = { host, ...(origin !== undefined && { origin }) }
  return isOwnRequest(request, new URL(url))
}

it.each([
  ['https://127.0.0.1:443', '127.0.0.1', 'https://127.0.0.1'],
  ['https://127.0.0.1:443', 'localhost:443', 'https://localhost'],
  ['http://127.0.0.1:80', 'localhost', 'http://localhost'],
  ['http://127.0.0.1:80', '127.0.0.1:80', undefined],
  ['http://127.0.0.1:4410', 'localhost:4410', 'http://localhost:4410'],
])('a page of the store at %s is its own: %s, %s', (url, host, origin) => {
  expect(isOwn(url, host, origin)).toBe(true)
})

it.each([
  ['https://127.0.0.1:443', 'evil.example', undefined],
  ['https://127.0.0.1:443', '127.0.0.1:80', undefined],
  ['https://127.0.0.1:443', '127.0.0.1', 'http://127.0.0.1'],
  ['http://127.0.0.1:80', '127.0.0.1', 'http://127.0.0.1:4410'],
  ['http://127.0.0.1:4410', '127.0.0.1', undefined],
  ['http://127.0.0.1:4410', '127.0.0.1:4410', 'http://127.0.0.1'],
])('a page that calls the store at %s otherwise is not: %s, %s', (url, host, origin) => {
  expect(isOwn(url, host, origin)).toBe(false)
})
