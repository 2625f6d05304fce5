import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CliTools, StartedSandbox, StartSandboxOptions } from './cli/io.ts'
import { runCli } from './cli/main.ts'
import { readClusterFile } from './database/cluster-file.ts'
import { pictureBytesMost } from './domain/pictures.ts'
import { askHidden, askYes } from './hub/ask.ts'
import { callThrough } from './hub/call.ts'
import { openLogger } from './hub/log.ts'
import { openHub, type RunningHub } from './hub/open-hub.ts'
import { socketPathOf } from './hub/serve.ts'
import { openTerminal } from './hub/terminal.ts'
import { systemClock } from './runtime/clock.ts'
import { HubError } from './runtime/errors.ts'
import {
  allScopes,
  createSandbox,
  type ImportReport,
  type QuotaRule,
  RunningClock,
  type Sandbox,
  SandboxError,
  scopesAt,
} from './sandbox/bigcommerce/index.ts'

/** The largest file that a command reads: what it reads are credentials. */
const inputBytesMost = 64 * 1024
const home = fileURLToPath(new URL('../', import.meta.url))
const version = (JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }).version
/** What shells expect of a program that Ctrl-C ended. */
const exitInterrupted = 130
const impatienceMs = 1_500
const lingerMs = 2_000
const passwordBytes = 12
const databaseVariable = 'CARTWRIGHT_DATABASE_URL'

/** Ctrl-C, or a supervisor's signal. Handled from the first moment on, so that nothing is ever left running. */
const stop = new AbortController()
let firstSignalAt = 0
let signals = 0
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // npm hands Ctrl-C on to a program that the terminal has told already: the second signal is not impatience.
    signals += 1
    firstSignalAt ||= performance.now()
    if (signals > 2 && performance.now() - firstSignalAt > impatienceMs) process.exit(exitInterrupted)
    stop.abort()
  })
}

/** npm ends without telling the program that it started: then nobody is left who could stop the hub. */
function stopWithNpm(): void {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return
  const startedBy = process.ppid
  setInterval(() => {
    if (process.ppid !== startedBy) stop.abort()
  }, 1_000).unref()
}
stopWithNpm()

// A terminal that was closed, or a pipe that nobody reads: what was to be printed is lost, and the hub still stops in order.
for (const output of [process.stdout, process.stderr]) output.on('error', () => stop.abort())

const tools: CliTools = {
  version,
  clock: systemClock,
  ...openTerminal(process.stdout, process.stderr),
  askHidden,
  askYes: question => askYes(question, stop.signal),
  newPassword: () => randomBytes(passwordBytes).toString('base64url'),
  readInput,
  readPicture,

  async temporaryFolder() {
    const path = mkdtempSync(join(tmpdir(), 'cartwright-demo-'))
    return {
      path,
      async remove() {
        // Where the database's own user cannot work in a folder for temporary files, it lives elsewhere.
        const place = readClusterFile(path)?.folder ?? '.'
        if (place !== '.') await rm(place, { recursive: true, force: true })
        await rm(path, { recursive: true, force: true })
      },
    }
  },

  async startHub({ dataDir, host, port, publicUrl, databaseUrl, sandboxProducts, progress }) {
    const folder = readDataDir(dataDir)
    const url = readPublicUrl(publicUrl)
    const webRoot = await findDashboard(progress)
    const hub = await open(folder, databaseUrl, { host, port, webRoot }, url, sandboxProducts)
    if (hub.url === null) throw new Error('Bug: a hub with a web door has an address')
    return { ...hub, url: hub.url, dataDir: folder }
  },

  async withHub({ data = 'data', workspace, 'database-url': databaseUrl, mayBegin = false }, work) {
    const folder = readDataDir(data)
    if (!mayBegin && !existsSync(folder)) {
      throw new HubError('data_folder_unusable', `There is no data folder ${folder}.`, {
        hint: 'Look for a typing mistake in --data; cartwright start begins a new one.',
      })
    }
    const running = await whoListens(folder)
    const hub = running ? null : await open(folder, databaseUrl, null, null)
    const { call, close } = callThrough(socketPathOf(folder), workspace, stop.signal)
    try {
      return await work(call, { stays: running })
    } finally {
      await close()
      await hub?.stop()
    }
  },

  createSandbox: openSandboxStore,

  stopAsked: () =>
    new Promise(done => {
      if (stop.signal.aborted) done()
      else stop.signal.addEventListener('abort', () => done(), { once: true })
    }),
}

function readDataDir(given: string): string {
  if (given.trim() !== '') return resolve(given)
  throw new HubError('usage', '--data is empty.', {
    hint: 'Name a folder; a variable that is not set leaves nothing there.',
  })
}

function open(
  dataDir: string,
  databaseUrl = process.env[databaseVariable],
  web: { host: string; port: number; webRoot: string } | null,
  publicUrl: URL | null,
  sandboxProducts?: number,
): Promise<RunningHub> {
  return openHub({
    dataDir,
    ...(sandboxProducts !== undefined && { sandboxProducts }),
    ...(databaseUrl !== undefined && databaseUrl !== '' && { database: { kind: 'url', url: databaseUrl } }),
    web,
    publicUrl,
    version,
    environment: process.env,
    openLogger,
    signal: stop.signal,
  })
}

/** Whether a hub answers on the socket of this data folder. */
async function whoListens(dataDir: string): Promise<boolean> {
  const path = socketPathOf(dataDir)
  if (process.platform !== 'win32' && !existsSync(path)) return false
  const { call, close } = callThrough(path, undefined)
  try {
    await call('GET /api/hub')
    return true
  } catch (error) {
    if (error instanceof HubError && error.code === 'hub_unreachable') return false
    throw error
  } finally {
    await close()
  }
}

/** In a clone the dashboard is built when its sources changed; a package brings it built. */
async function findDashboard(progress: (line: string) => void): Promise<string> {
  const builder = new URL('../scripts/build-web.ts', import.meta.url)
  if (!existsSync(builder)) return join(home, 'dist', 'web')
  const { ensureWebBuilt } = (await import(builder.href)) as {
    ensureWebBuilt(log: (line: string) => void): Promise<string>
  }
  try {
    return await ensureWebBuilt(progress)
  } catch (error) {
    throw new HubError('data_folder_unusable', 'The dashboard could not be built.', {
      hint: error instanceof Error ? error.message : String(error),
      cause: error,
    })
  }
}

function readPublicUrl(given: string | undefined): URL | null {
  if (given === undefined) return null
  const url = URL.parse(given)
  const plain = url !== null && url.href === `${url.origin}/`
  if (plain && ['http:', 'https:'].includes(url.protocol)) return url
  throw new HubError('usage', `--public-url takes an address such as https://hub.example.com, not “${given}”.`)
}

async function openSandboxStore(options: StartSandboxOptions): Promise<StartedSandbox> {
  try {
    const store = await createSandbox({
      port: options.port,
      https: options.https,
      csvFiles: options.csvFiles,
      hookHosts: readHookHosts(options.hookHosts),
      ...(options.folder !== undefined && { folder: resolve(options.folder) }),
      ...(options.snapshot !== undefined && { snapshot: resolve(options.snapshot) }),
      ...(options.products !== undefined && { products: options.products }),
      ...(options.variantsEach !== undefined && { variantsEach: options.variantsEach }),
      ...(options.categories !== undefined && { categories: options.categories }),
      ...(options.twin !== undefined && { twin: readTwin(options.twin, options.products) }),
      ...(options.seed !== undefined && { seed: options.seed }),
      ...(options.plan !== undefined && { plan: readPlan(options.plan) }),
      ...(options.quota !== undefined && { quota: readQuota(options.quota) }),
      ...(options.speed !== undefined && { clock: new RunningClock(options.speed) }),
    })
    const account = await accountFor(store, options.scopes)
    const { panelUrl, apiAddress, certificate, storeHash, storeName, folder, counts, importReport, close } = store
    return {
      ...{ panelUrl, apiAddress, certificate, storeHash, storeName, folder, ...counts, account, close },
      importReport: importReport === null ? null : summarize(importReport),
    }
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error
    const code = error.code === 'option_invalid' ? 'usage' : 'sandbox_unavailable'
    throw new HubError(code, error.message, { hint: error.hint, cause: error })
  }
}

/** The API account that the command line asked for; without it the store does not stay. */
async function accountFor(store: Sandbox, scopes: string | undefined): Promise<StartedSandbox['account']> {
  if (scopes === undefined) return null
  try {
    return store.createAccount({ name: 'Command line', scopes: readScopes(scopes) })
  } catch (error) {
    await store.close()
    throw error
  }
}

function readScopes(text: string): readonly string[] {
  if (text === 'all') return allScopes
  if (text === 'read') return scopesAt('read')
  return text.split(',').map(scope => scope.trim())
}

function summarize({ taken, merged, rows }: ImportReport): StartedSandbox['importReport'] {
  const refused = rows.filter(({ result }) => result === 'refused')
  return { taken, merged, refused: refused.map(({ file, line, reason }) => `${file}, line ${line}: ${reason}`) }
}

function readPlan(name: string) {
  const plan = (['standard', 'plus', 'pro', 'enterprise'] as const).find(each => each === name)
  if (plan !== undefined) return plan
  throw new HubError('usage', `There is no plan “${name}”.`, { hint: 'Use standard, plus, pro or enterprise.' })
}

function readTwin(text: string, productsGiven = 120) {
  const [, seed, products] = /^(\d{1,15}):(\d{1,7})$/.exec(text) ?? []
  if (seed !== undefined && products !== undefined) {
    if (Number(products) <= productsGiven) return { seed: Number(seed), products: Number(products) }
    const hint = `Give --products ${products} or more.`
    throw new HubError('usage', `--twin sells ${products} products, but the store has ${productsGiven} in all.`, {
      hint,
    })
  }
  const hint = 'For example 1:40, the first 40 products of the store of seed 1.'
  throw new HubError('usage', `--twin takes a seed and a number of products, not “${text}”.`, { hint })
}

function readQuota(text: string): QuotaRule | 'off' {
  if (text === 'off') return text
  const [, requests, seconds] = /^([1-9]\d{0,8})\/([1-9]\d{0,5})$/.exec(text) ?? []
  if (requests !== undefined && seconds !== undefined) {
    return { requests: Number(requests), windowMs: Number(seconds) * 1_000 }
  }
  throw new HubError('usage', `--quota takes a number of requests and of seconds, or the word off, not “${text}”.`, {
    hint: 'For example 150/30. Without it, --plan decides.',
  })
}

function readHookHosts(given: readonly string[]): Record<string, string> {
  const pairs = given.map(text => {
    const [, name, address] = /^([^=]+)=(.+)$/.exec(text) ?? []
    if (name !== undefined && address !== undefined) return [name, address] as const
    const hint = 'For example hub.example=http://127.0.0.1:5000.'
    throw new HubError('usage', `--hook-host takes a name and an address, not “${text}”.`, { hint })
  })
  return Object.fromEntries(pairs)
}

async function readStandardInput(what: string): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk))
    bytes += chunks.at(-1)?.length ?? 0
    if (bytes > inputBytesMost) throw new HubError('input_invalid', `Standard input is too large for a ${what}.`)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function readInput(name: string, what: string): Promise<string> {
  return name === '-' ? readStandardInput(what) : readBytes(name, what, inputBytesMost).toString('utf8')
}

async function readPicture(name: string): Promise<string> {
  return readBytes(name, 'picture', pictureBytesMost).toString('base64')
}

function readBytes(name: string, what: string, bytesMost: number): Buffer {
  try {
    const found = statSync(name)
    if (!found.isFile()) throw new HubError('input_invalid', `${name} is no file.`)
    if (found.size > bytesMost) {
      throw new HubError('input_invalid', `${name} is too large for a ${what}.`, {
        hint: 'Look whether it is the right file.',
      })
    }
    return readFileSync(name)
  } catch (error) {
    if (error instanceof HubError) throw error
    throw new HubError('input_invalid', `The ${what} ${name} cannot be read.`, {
      hint: 'Look at its name and its permissions.',
      cause: error,
    })
  }
}

const exitCode = await runCli(process.argv.slice(2), tools)
process.exitCode = stop.signal.aborted && exitCode !== 0 ? exitInterrupted : exitCode
// Everything is closed in order by now. Whatever is still open by mistake must not keep the program; a slow reader of
// what was printed may.
process.stdout.write('', () => setTimeout(() => process.exit(), lingerMs).unref())
