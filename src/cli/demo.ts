import type { CatalogState } from '../api/contract/catalog.ts'
import type { ChannelDetail, CheckRow } from '../api/contract/channels.ts'
import type { Call } from '../api/contract/routes.ts'
import type { Run } from '../api/contract/runs.ts'
import { HubError } from '../runtime/errors.ts'
import { accountLines, outcomeOf } from './account.ts'
import { commonOptions, readArguments, readWhole } from './arguments.ts'
import { verdictWords } from './channels.ts'
import { followRun, hasEnded } from './follow.ts'
import { count, duration, pairs, plain, whole } from './format.ts'
import { type CliTools, type Command, exitCodes, type StartedHub } from './io.ts'
import { startPull } from './pull.ts'

const defaultPort = 4420
const productsDefault = 200
/** The sandbox store has no other app beside the hub: whoever waits this long waits in vain. */
const patienceMs = 60_000
const owner = { name: 'Demo', email: 'demo@example.com' } as const
const labelWidth = 16
const stepWidth = 44
const tookWidth = 6

export const demo: Command = {
  name: 'demo',
  summary: 'Play the whole story: a store, a hub, an import, and the dashboard to look at',
  help: `Usage: cartwright demo [options]

Starts a hub of its own with a sandbox store in it, connects the store, imports its catalog, prints what came of it, and
leaves the dashboard open until Ctrl-C. Nothing leaves this machine, and nothing stays on it unless --data is given.

  --port N              port of the dashboard (default: ${defaultPort}, or a free one where that is taken)
  --data DIR            keep everything in this folder (default: a temporary one, gone at the end)
  --products N          size of the sandbox store's catalog (default: ${productsDefault})
  --exit                end after the summary, in place of leaving the dashboard open
  --json                print one line of JSON in place of the story
  -h, --help            this text`,

  async run(argv, tools) {
    const { values } = readArguments(argv, {
      ...commonOptions,
      port: { type: 'string' },
      data: { type: 'string' },
      products: { type: 'string' },
      exit: { type: 'boolean' },
    })
    const port = readWhole(values.port, 'port', { least: 0, most: 65_535 })
    const products = readWhole(values.products, 'products', { least: 0, most: 1_000_000 }) ?? productsDefault
    const temporary = values.data === undefined ? await tools.temporaryFolder() : null
    const stage: Stage = { tools, json: values.json === true, beganMs: tools.clock.now().getTime() }
    try {
      const dataDir = temporary?.path ?? values.data ?? ''
      const hub = await step(stage, 'Starting a hub', () => startHub(tools, { dataDir, port, products }), [
        'The hub is up: dashboard, worker and database',
      ])
      try {
        const played = await tools.withHub({ data: dataDir }, call => play(call, hub, stage))
        tell(played, hub, { stage, temporary: temporary !== null, stays: values.exit !== true })
        if (played.run.state !== 'done') return hasEnded(played.run) ? exitCodes.refused : exitCodes.unreachable
        if (values.exit === true) return exitCodes.done
        const reason = await Promise.race([tools.stopAsked(), hub.failed])
        if (reason === undefined) return exitCodes.done
        tools.err(reason)
        return exitCodes.cannotStart
      } finally {
        await hub.stop()
      }
    } finally {
      await temporary?.remove()
    }
  },
}

interface Stage {
  readonly tools: CliTools
  readonly json: boolean
  readonly beganMs: number
}

interface Played {
  readonly password: string | null
  readonly panelUrl: string | null
  readonly channel: ChannelDetail
  readonly run: Run
  readonly catalog: CatalogState
  readonly tookMs: number
}

/** Shows what is being done, does it, and says that it is done and how long it took. */
async function step<T>(
  { tools, json }: Stage,
  doing: string,
  work: () => Promise<T>,
  done: readonly [string] | ((result: T) => readonly [string, string?]),
): Promise<T> {
  const began = tools.clock.now().getTime()
  if (!json) tools.rewrite?.(`  … ${doing}`)
  try {
    const result = await work()
    const [what, more = ''] = typeof done === 'function' ? done(result) : done
    const took = duration((tools.clock.now().getTime() - began) / 1_000).padStart(tookWidth)
    const line = `${what.padEnd(stepWidth)} ${tools.paint('faint', `${took}  ${more}`.trimEnd())}`
    if (!json) tools.out(`  ${tools.paint('good', '✓')} ${line}`)
    return result
  } finally {
    tools.rewrite?.('')
  }
}

interface DemoHub {
  readonly dataDir: string
  readonly port: number | undefined
  readonly products: number
}

async function startHub(tools: CliTools, { dataDir, port, products }: DemoHub): Promise<StartedHub> {
  const startOn = (chosen: number) =>
    tools.startHub({
      dataDir,
      host: '127.0.0.1',
      port: chosen,
      publicUrl: undefined,
      // Empty, not absent: a demo never touches the database that the environment names.
      databaseUrl: '',
      sandboxProducts: products,
      progress: line => tools.err(line),
    })
  try {
    return await startOn(port ?? defaultPort)
  } catch (error) {
    const taken = error instanceof HubError && error.code === 'port_taken'
    if (!taken || port !== undefined) throw error
    return startOn(0)
  }
}

async function play(call: Call, hub: StartedHub, stage: Stage): Promise<Played> {
  const { tools } = stage
  const password = hub.ownerExists ? null : tools.newPassword()
  if (password !== null) await call('POST /api/owner', { body: { ...owner, password } })
  const sandbox = await step(stage, 'Opening a sandbox store', () => openStore(call), [
    'A sandbox store is open: a local BigCommerce',
  ])
  const { channelId, credentials } = sandbox
  const params = { channelId }
  const channel = await step(
    stage,
    'Connecting',
    () =>
      credentials === null
        ? call('POST /api/channels/:channelId/checks', { params })
        : call('PUT /api/channels/:channelId/connection', { params, body: credentials }),
    ({ store, lastCheck }) => [
      `Connected to ${plain(store?.name ?? 'the store')}`,
      `Connection doctor: ${doctorWords(lastCheck?.rows ?? [])}.`,
    ],
  )
  const run = await step(
    stage,
    'Importing the catalog',
    () => importCatalog(call, channel, stage),
    ({ progress, account }) => [
      `Imported ${count(progress.products.done, 'product')}`,
      account === null ? '' : `${count(account.variantsTaken, 'variant')}, ${count(account.requests, 'request')}.`,
    ],
  )
  const catalog = await call('GET /api/channels/:channelId/catalog', { params })
  const tookMs = tools.clock.now().getTime() - stage.beganMs
  return { password, panelUrl: sandbox.panelUrl, channel, run, catalog, tookMs }
}

function doctorWords(rows: readonly CheckRow[]): string {
  const verdicts = [...new Set(rows.map(({ verdict }) => verdict))]
  const amounts = verdicts.map(each => `${rows.filter(({ verdict }) => verdict === each).length} ${verdictWords[each]}`)
  return `${count(rows.length, 'row')}, ${amounts.join(', ')}`
}

/** The sandbox store with a new API account, or, where the data folder has had a demo before, its channel. */
async function openStore(call: Call) {
  try {
    return await call('POST /api/sandbox-channel')
  } catch (error) {
    const known =
      error instanceof HubError && error.code === 'store_already_connected' ? error.about?.channelId : undefined
    if (known === undefined) throw error
    return { channelId: known, panelUrl: null, credentials: null }
  }
}

/** A store that was just connected is imported at once, by the hub itself: that import is followed. */
async function importCatalog(call: Call, { id, name }: ChannelDetail, { tools, json, beganMs }: Stage): Promise<Run> {
  const { activeRun, lastRun } = await call('GET /api/channels/:channelId/catalog', { params: { channelId: id } })
  if (activeRun === null && lastRun !== null && Date.parse(lastRun.createdAt) >= beganMs) return lastRun
  const run = activeRun ?? (await startPull(call, { id, name }, 'full', () => {}))
  const { run: ended, because } = await followRun(call, run, tools, { patienceMs, silent: json })
  if (because !== 'stopped') return ended
  throw new HubError('hub_stopping', 'Stopped before it was done.')
}

interface Telling {
  readonly stage: Stage
  readonly temporary: boolean
  readonly stays: boolean
}

function tell(played: Played, hub: StartedHub, { stage, temporary, stays }: Telling): void {
  const { tools, json } = stage
  const { password, panelUrl, channel, run, catalog, tookMs } = played
  if (json) {
    const signIn = password === null ? null : { email: owner.email, password }
    const seconds = tookMs / 1_000
    tools.out(
      JSON.stringify({ url: hub.url, dataDir: hub.dataDir, signIn, panelUrl, run, counts: catalog.counts, seconds }),
    )
    return
  }
  const lines = [
    '',
    `  ${tools.paint('strong', plain(channel.store?.name ?? channel.name))}`,
    ...(run.state === 'done' && run.account !== null ? summaryLines(played) : failureLines(run)),
    ...(stays && run.state === 'done' ? lookLines(played, hub, tools) : []),
    ...hub.notices.map(line => `  Note  ${line}`),
  ]
  for (const line of lines) tools.out(line)
  if (!stays || run.state !== 'done') return
  const kept = temporary
    ? 'Ctrl-C ends it, and leaves nothing behind.'
    : `Ctrl-C ends it. Go on with it: cartwright start --data ${hub.dataDir}`
  tools.out(`\n  ${kept}`)
}

function failureLines(run: Run): string[] {
  return [outcomeOf(run), ...(run.account === null ? [] : accountLines(run.account, run))].map(line => `  ${line}`)
}

/** The numbers of the import, none of them rounded in our favour. */
function summaryLines({ run, catalog, tookMs }: Played): string[] {
  const { account, progress } = run
  if (account === null) return []
  const { counts, quota } = catalog
  const faults = Object.values(account.skuFaults).reduce((sum, amount) => sum + amount, 0)
  const blank = account.skuFaults.blank ?? 0
  const balance =
    account.unexplained === 0
      ? 'nothing is unexplained'
      : `${count(Math.abs(account.unexplained), 'row')} cannot be explained`
  return labelled([
    [
      'Catalog',
      `${count(counts.products, 'product')}, ${count(counts.variants, 'variant')}, ${count(progress.brands.done, 'brand')}, ${count(progress.categories.done, 'category', 'categories')}`,
    ],
    [
      'Accounted for',
      account.storeSaid === null
        ? `${count(account.taken, 'product')}; the store did not say how many it has`
        : `the store said ${whole(account.storeSaid)}, the hub took ${whole(account.taken)}: ${balance}`,
    ],
    ['Not taken', account.refused === 0 ? 'none' : `${whole(account.refused)}, each named with its reason`],
    [
      'Not matched',
      counts.waiting === 0 ? 'none' : `${count(counts.waiting, 'variant')} on the review list: is it the same, or not?`,
    ],
    [
      'SKUs',
      faults === 0
        ? 'every variant has one'
        : [
            ...(blank > 0 ? [`${count(blank, 'variant')} without one`] : []),
            ...(faults > blank ? [`${whole(faults - blank)} with another fault`] : []),
          ].join(', '),
    ],
    ['Requests', `${whole(account.requests)}; without any waste ${whole(account.requestsLeast)}${quotaWords(quota)}`],
    ['Written', 'nothing: the hub only reads from this store'],
    ['Took', `${duration(account.seconds)} for the import, ${duration(tookMs / 1_000)} for all of this`],
  ])
}

function quotaWords(quota: CatalogState['quota']): string {
  if (quota === null || quota.requests === null || quota.left === null) return ''
  return `. Of the store's quota of ${whole(quota.requests)}, ${whole(quota.left)} are left`
}

function lookLines({ password, panelUrl }: Played, hub: StartedHub, tools: CliTools): string[] {
  const signIn =
    password === null
      ? 'as the owner that this folder has already'
      : `${owner.email}, password ${tools.paint('strong', password)}`
  return [
    '',
    `  ${tools.paint('strong', 'Look around')}`,
    ...labelled([
      ['Open', tools.paint('strong', hub.url)],
      ['Sign in', signIn],
      ...(panelUrl === null ? [] : [['The store itself', panelUrl] as const]),
    ]),
  ]
}

function labelled(rows: readonly (readonly [string, string])[]): string[] {
  return pairs(rows.map(([name, value]) => [name.padEnd(labelWidth), value])).map(line => `  ${line}`)
}
