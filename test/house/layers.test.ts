import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listedLayers, namedPlaces, runsContract, wrongReach } from './reach.ts'
import { readUses } from './uses.ts'

const src = resolve('src')

interface Layer {
  readonly folder: string
  readonly mayImport: readonly string[]
}

/** The table of docs/architecture.md is the rule; this test only reads it. */
function readLayers(): Layer[] {
  const rows = readFileSync('docs/architecture.md', 'utf8').split('\n')
  const start = rows.findIndex(row => row.startsWith('| folder |'))
  return rows
    .slice(start + 2, rows.indexOf('', start))
    .map(row => row.split('|').map(cell => cell.trim()))
    .map(([, folder = '', , may = '']) => ({ folder, mayImport: may === 'nothing' ? [] : may.split(', ') }))
}

/** The longest matching folder wins: `api/contract` is not `api`. */
function layerOf(path: string, layers: readonly Layer[]): string | null {
  const within = layers.filter(({ folder }) => path === folder || path.startsWith(`${folder}/`))
  return within.sort((a, b) => b.folder.length - a.folder.length)[0]?.folder ?? null
}

function sourceFiles(): string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => /\.[cm]?[jt]sx?$/.test(path) && !/\.test\.tsx?$/.test(path))
}

function wrongArrows(path: string, text: string, layers: readonly Layer[]): string[] {
  const from = layerOf(path, layers)
  if (from === null) return [`${path} is in no layer of docs/architecture.md`]
  const allowed = layers.find(({ folder }) => folder === from)?.mayImport ?? []
  const uses = readUses(path, text)
  const relativeImports = uses.imports.filter(
    ({ target }) => target?.startsWith('.') && !allowed.includes('everything'),
  )
  const arrows = relativeImports.flatMap(each => {
    const file = relative(src, resolve(src, dirname(path), each.target ?? '')).replaceAll('\\', '/')
    const to = file.startsWith('..') ? 'outside of src' : (layerOf(file, layers) ?? 'no layer')
    if (from === 'connectors' && to === 'connectors') {
      return file.split('/')[1] === path.split('/')[1] ? [] : [`${path} imports another connector: ${file}`]
    }
    if (runsContract(path, file, each)) return [`${path}:${each.line} imports more than types of ${file}`]
    return to === from || allowed.includes(to) ? [] : [`${path} imports ${file}, but ${from} may not import ${to}`]
  })
  return [...arrows, ...wrongReach(path, from, uses)]
}

describe('the layers of docs/architecture.md', () => {
  const layers = readLayers()

  it('are all there, and no folder of src is outside of them', () => {
    expect(layers.length).toBeGreaterThan(12)
    const known = new Set(layers.map(({ folder }) => folder.split('/')[0]))
    expect(readdirSync(src).filter(name => !known.has(name))).toEqual([])
  })

  it('are kept by every import', () => {
    const files = sourceFiles()
    expect(files.length).toBeGreaterThan(100)
    expect(files.flatMap(path => wrongArrows(path, readFileSync(join(src, path), 'utf8'), layers))).toEqual([])
  })

  it('each have a list of what they may import from outside, and no list names what is gone', () => {
    expect(listedLayers.toSorted()).toEqual(layers.map(({ folder }) => folder).toSorted())
    expect(namedPlaces().filter(place => !existsSync(join(src, place)))).toEqual([])
  })

  it.each([
    ['domain/money.ts', "import { openDatabase } from '../database/connect.ts'", 'domain may not import database'],
    ['web/client.ts', "import type { Db } from '../database/connect.ts'", 'web may not import database'],
    ['api/app.ts', "const x = await import('../engine/stores.ts')", 'api may not import engine'],
    ['connectors/shopify/map.ts', "import { a } from '../bigcommerce/map.ts'", 'another connector'],
    ['sandbox/bigcommerce/store.ts', "import '../../runtime/clock.ts'", 'sandbox may not import runtime'],
    ['runtime/clock.ts', "import { x } from '../../test/support/hub.ts'", 'may not import outside of src'],
    ['utils/strings.ts', '', 'is in no layer'],
    ['api/app.ts', "export * from '../engine/stores.ts'", 'api may not import engine'],
    ['api/app.ts', "type Stores = import('../engine/stores.ts').Stores", 'api may not import engine'],
    ['web/main.tsx', "new Worker(new URL('../engine/x.ts', import.meta.url))", 'web may not import engine'],

    ['connectors/bigcommerce/client/request.ts', "import 'node:https'", 'connectors may not'],
    ['connectors/bigcommerce/client/request.ts', "import { get } from 'https'", 'connectors may not'],
    ['connectors/bigcommerce/client/request.ts', "const x = await import('undici')", 'connectors may not'],
    ['connectors/bigcommerce/connector.ts', "import axios from 'axios'", 'connectors may not'],
    ['connectors/bigcommerce/connector.ts', "const x = require('node:net')", 'connectors may not'],
    ['connectors/bigcommerce/connector.ts', "import fs = require('node:fs')", 'connectors may not'],
    ['connectors/bigcommerce/connector.ts', "import { execFile } from 'node:child_process'", 'start a program'],
    ['connectors/bigcommerce/connector.ts', "const x = await import(['node', 'net'].join(':'))", 'nobody can know'],
    ['domain/channel.ts', "import { z } from 'zod'", 'domain may not'],
    ['domain/channel.ts', "import type { Logger } from 'pino'", 'domain may not'],
    ['connector/connector.ts', "import { z } from 'zod'", 'connector may not'],
    ['runtime/ids.ts', "import { randomBytes } from 'node:crypto'", 'runtime may not'],
    ['runtime/secrets.ts', "import { connect } from 'node:tls'", 'runtime may not'],
    ['database/connect.ts', "import { request } from 'node:http'", 'database may not'],
    ['database/connect.ts', "import { createConnection } from 'node:net'", 'database may not'],
    ['database/connect.ts', "import { z } from 'zod'", 'database may not'],
    ['identity/sign-in.ts', "import pg from 'pg'", 'identity may not'],
    ['engine/stores.ts', "import { request } from 'undici'", 'engine may not'],
    ['engine/transport.ts', "import { readFileSync } from 'node:fs'", 'engine may not'],
    ['actions/tools.ts', "import { sql } from 'kysely'", 'actions may not'],
    ['api/contract/route.ts', "import type { FastifyInstance } from 'fastify'", 'api/contract may not'],
    ['api/app.ts', "import { request } from 'node:http'", 'api may not'],
    ['api/guards.ts', "import { connect, isIP } from 'node:net'", 'api may not'],
    ['api/app.ts', "import { isIP } from 'node:net'", 'api may not'],
    ['cli/io.ts', "import { readFileSync } from 'node:fs'", 'cli may not'],
    ['web/main.tsx', "import { z } from 'zod'", 'web may not'],
    ['web/main.tsx', "import 'node:fs'", 'web may not'],
    ['web/main.tsx', "import { build } from 'vite'", 'web may not'],
    ['sandbox/bigcommerce/store.ts', "import fastify from 'fastify'", 'sandbox may not'],
    ['sandbox/bigcommerce/store.ts', "import { connect } from 'node:net'", 'sandbox may not'],
    ['hub/open-hub.ts', "import { request } from 'undici'", 'hub may not'],
    ['hub/open-hub.ts', "import https from 'node:https'", 'hub may not'],
    ['main.ts', "import { request } from 'node:http'", 'main.ts may not'],

    ['connectors/bigcommerce/connector.ts', "await fetch('https://example.com')", 'reaches the network by fetch'],
    ['connectors/bigcommerce/connector.ts', 'const send = fetch', 'reaches the network by fetch'],
    ['connectors/bigcommerce/connector.ts', 'await globalThis.fetch(url)', 'reaches the network by fetch'],
    ['connectors/bigcommerce/connector.ts', "await globalThis['fetch'](url)", 'reaches the network by fetch'],
    ['connectors/bigcommerce/connector.ts', 'const { fetch } = x; await globalThis.fetch(url)', 'network by fetch'],
    ['connectors/bigcommerce/connector.ts', "process.getBuiltinModule('net')", 'getBuiltinModule'],
    ['connectors/bigcommerce/connector.ts', 'const tools = { fetch }', 'reaches the network by fetch'],
    ['hub/open-hub.ts', "await fetch('https://example.com')", 'reaches the network by fetch'],
    ['sandbox/bigcommerce/store.ts', "await fetch('https://example.com')", 'reaches the network by fetch'],
    ['web/pages/welcome.tsx', 'new XMLHttpRequest()', 'reaches the network by XMLHttpRequest'],
    ['web/pages/welcome.tsx', "new WebSocket('wss://example.com')", 'reaches the network by WebSocket'],
    ['web/pages/welcome.tsx', "navigator.sendBeacon('/x')", 'reaches the network by navigator.sendBeacon'],

    ['engine/repeat.ts', 'const now = Date.now()', 'time or chance from the machine: Date.now'],
    ['engine/repeat.ts', "const now = Date['now']()", 'time or chance from the machine: Date.now'],
    ['engine/repeat.ts', 'const clock = Date.now', 'time or chance from the machine: Date.now'],
    ['domain/check.ts', 'const now = new Date()', 'time or chance from the machine: new Date()'],
    ['domain/check.ts', 'const now = new Date', 'time or chance from the machine: new Date()'],
    ['domain/check.ts', 'const now = Date()', 'time or chance from the machine: new Date()'],
    ['domain/check.ts', 'const now = globalThis.Date.now()', 'time or chance from the machine: Date.now'],
    ['actions/tools.ts', 'const at = performance.now()', 'time or chance from the machine: performance.now'],
    ['actions/tools.ts', 'const chance = Math.random()', 'time or chance from the machine: Math.random'],
    ['actions/tools.ts', 'const random = Math.random', 'time or chance from the machine: Math.random'],
    ['actions/tools.ts', 'const id = crypto.randomUUID()', 'time or chance from the machine: crypto.randomUUID'],
    ['identity/setup-code.ts', "import { randomInt } from 'node:crypto'", 'from the machine: randomInt'],
    ['identity/setup-code.ts', "import * as crypto from 'node:crypto'", 'from the machine: *'],
    ['database/embedded.ts', 'const now = new Date()', 'time or chance from the machine: new Date()'],
    ['database/engine.ts', "import { setTimeout } from 'node:timers/promises'", 'from the machine: node:timers'],
    ['api/app.ts', 'setTimeout(() => {}, 10)', 'time or chance from the machine: setTimeout'],
    ['api/event-stream.ts', 'setTimeout(() => {}, 10)', 'time or chance from the machine: setTimeout'],
    ['connectors/bigcommerce/doctor.ts', 'setInterval(() => {}, 10)', 'from the machine: setInterval'],
    ['connectors/bigcommerce/doctor.ts', 'AbortSignal.timeout(10)', 'from the machine: AbortSignal.timeout'],
    ['sandbox/bigcommerce/store.ts', 'Date.now()', 'time or chance from the machine: Date.now'],

    ['web/client.ts', "import { routes } from '../api/contract/routes.ts'", 'more than types'],
    ['web/client.ts', "import { type Call } from '../api/contract/routes.ts'", 'more than types'],
    ['web/client.ts', "import '../api/contract/routes.ts'", 'more than types'],
    ['web/client.ts', "export { routes } from '../api/contract/routes.ts'", 'more than types'],
    ['web/client.ts', "const x = await import('../api/contract/routes.ts')", 'more than types'],
  ])('catch a wrong arrow planted in %s', (path, text, complaint) => {
    expect(wrongArrows(path, text, layers).join()).toContain(complaint)
  })

  it.each([
    ['a comment', 'engine/repeat.ts', '// Never Date.now() or fetch().\n/* new Date() */'],
    ['a text', 'engine/repeat.ts', "const words = 'Math.random(), import \\'undici\\''"],
    ['an expression of patterns', 'engine/repeat.ts', 'const pattern = /[\'"`]fetch\\(/'],
    ['a given clock', 'engine/repeat.ts', 'const at = (clock: Clock) => clock.now()'],
    ['a given moment', 'domain/check.ts', 'const read = (text: string) => new Date(text)'],
    ['a given fetch', 'connectors/bigcommerce/client/request.ts', 'const ask = (tools: Tools) => tools.fetch(request)'],
    ['a fetch of one’s own', 'engine/stores.ts', 'const fetch = budgetedFetch(options)\nconst tools = { fetch }'],
    [
      'a fetch that is handed in',
      'connectors/bigcommerce/doctor.ts',
      'const ask = ({ fetch }: Tools) => fetch(request)',
    ],
    ['a fetch that is taken out', 'connectors/bigcommerce/doctor.ts', 'const { fetch } = tools\nawait fetch(request)'],
    ['the type of a timer', 'engine/repeat.ts', 'let timer: ReturnType<typeof setTimeout> | undefined'],
    ['types of the contract', 'web/client.ts', "import type { Call } from '../api/contract/routes.ts'"],
    ['the one piece of it', 'web/x.ts', "import { readCredentialsFile } from '../api/contract/credentials-file.ts'"],
    ['a part of a package', 'web/main.tsx', "import '@mantine/dropzone/styles.layer.css'"],
  ])('let pass %s in %s', (_what, path, text) => {
    expect(wrongArrows(path, text, layers)).toEqual([])
  })
})
