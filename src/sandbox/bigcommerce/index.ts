import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Autosave } from './autosave.ts'
import { CatalogBuilder } from './catalog/build.ts'
import { machineClock, RunningClock } from './clock.ts'
import type { DurableState } from './durable.ts'
import { keepInMemory } from './durable.ts'
import { Faults } from './faults.ts'
import { fetchFor } from './fetch.ts'
import type { StoreFolder } from './folder.ts'
import { openFolder } from './folder.ts'
import { HookDelivery } from './hooks/delivery.ts'
import { Destinations } from './hooks/hosts.ts'
import { Api } from './http/api.ts'
import type { Certificate } from './http/certificate.ts'
import { certificateOf } from './http/certificate.ts'
import { serveSandbox } from './http/serve.ts'
import type { Listener } from './http/server.ts'
import { listen } from './http/server.ts'
import { checkOptions, initialState } from './identity.ts'
import { KeptReport } from './import/kept-report.ts'
import { Journal } from './journal.ts'
import { loadCatalog } from './load-catalog.ts'
import { Merchant } from './merchant/merchant.ts'
import { Shopper } from './orders/shopper.ts'
import { Quirks } from './quirks.ts'
import type { QuotaRule } from './quota.ts'
import { Quota, quotaOfPlan, unlimitedQuota } from './quota.ts'
import { RivalWriter } from './rival/rival-writer.ts'
import { apiRouter } from './routes/index.ts'
import type { Sandbox, SandboxOptions } from './sandbox.ts'
import { demoSeed } from './seed/generator.ts'
import { makeOrders } from './seed/orders.ts'
import { makePeople } from './seed/people.ts'
import { shiftCatalog } from './shift.ts'
import type { ReadSnapshot } from './state/snapshot-file.ts'
import { readSnapshot, restoreSnapshot, snapshotStream, writeSnapshot } from './state/snapshot-file.ts'
import type { Snapshot } from './state/snapshot-lines.ts'
import { snapshotFormat, snapshotVersion } from './state/snapshot-lines.ts'
import { StoreState } from './state/store-state.ts'
import { Store } from './store.ts'

export type { AccountCredentials, NewAccount, TokenType } from './accounts.ts'
export type { ProductFields, VariantFields } from './catalog/edit.ts'
export type { ChangeHow } from './catalog/rules.ts'
export type { MovableClock, SandboxClock } from './clock.ts'
export { RunningClock, SteppedClock } from './clock.ts'
export type { SandboxErrorCode } from './error.ts'
export { SandboxError } from './error.ts'
export type { Fault, FaultKind, FaultRule, HookFaultKind, HookFaultRule } from './faults.ts'
export type { Deliveries, Delivery } from './hooks/deliveries.ts'
export type { HookHosts } from './hooks/hosts.ts'
export type { FileFormat, ImportReport, ImportRow } from './import/report.ts'
export type { Exchange } from './journal.ts'
export type { CouponType, NewCoupon } from './marketing/coupons.ts'
export type {
  NewImage,
  NewModifier,
  NewOption,
  NewProduct,
  NewVariant,
} from './merchant/inputs.ts'
export type { Merchant } from './merchant/merchant.ts'
export type { OrderTracking } from './merchant/send-order.ts'
export type { NewMessage } from './orders/messages.ts'
export type { Guest, LineQuantity, NewPurchase, PurchaseItem, Shopper } from './orders/shopper.ts'
export type { Quirks, StoreQuirks } from './quirks.ts'
export type { QuotaRule, QuotaState, StorePlan } from './quota.ts'
export type { RowChange } from './rewrite.ts'
export { changeRow } from './rewrite.ts'
export type { RivalWrites, RivalWritten } from './rival/rival-writer.ts'
export type { Rival, Sandbox, SandboxOptions } from './sandbox.ts'
export type { ScopeLevel, ScopeRow } from './scopes.ts'
export { allScopes, scopeRows, scopesAt } from './scopes.ts'
export type { TwinOf } from './seed/twin.ts'

const peopleCount = 25
const ordersCount = 40
const secretFile = 'control-secret'

function quotaRule(options: SandboxOptions, plan: keyof typeof quotaOfPlan): QuotaRule {
  if (options.quota === 'off') return unlimitedQuota
  return options.quota ?? quotaOfPlan[plan]
}

function controlSecret(folder: StoreFolder | null): string {
  const kept = folder?.read(secretFile)?.trim() ?? ''
  if (kept !== '') return kept
  const secret = randomBytes(24).toString('base64url')
  folder?.keep(secretFile, `${secret}\n`)
  return secret
}

/**
 * Starts a local BigCommerce store on the loopback address and answers when it can be used.
 * @throws SandboxError when an option, the port, the folder, the snapshot or a product file cannot be used; nothing is left
 *   behind.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkOptions(options)
  const folder = options.folder === undefined ? null : openFolder(resolve(options.folder))
  let listener: Listener | null = null
  try {
    const certificate = options.https === true ? await certificateOf(folder, machineClock.now()) : null
    listener = await listen(options.port ?? 0, certificate)
    const snapshot = await readBeginning(options, folder, listener.origin)
    const { sandbox, begin } = assemble(options, folder, listener, certificate, snapshot)
    await begin()
    return sandbox
  } catch (error) {
    await listener?.close()
    // That the one before was killed is still to be made up for by the next one.
    folder?.release(!folder.wasKilled)
    throw error
  }
}

/** The store that is gone on with; null where one has to be made. */
function readBeginning(
  options: SandboxOptions,
  folder: StoreFolder | null,
  origin: string,
): Promise<ReadSnapshot> | null {
  if (options.snapshot !== undefined) return readSnapshot(resolve(options.snapshot), origin)
  // A folder that was made by an earlier release, or in which nothing was changed yet, holds what to make it of alone.
  if (folder === null || !existsSync(folder.storePath)) return null
  return readSnapshot(folder.storePath, origin)
}

/** What is in a new store at first; nothing where it is about to be put into the state of a snapshot. */
function contentsOf(
  first: DurableState,
  options: SandboxOptions,
  folder: StoreFolder | null,
  place: { url: string; apiBase: string; isEmpty: boolean },
) {
  if (place.isEmpty) return { builder: new CatalogBuilder(place.url, []), report: null, people: [], orders: [] }
  const { builder, report } = loadCatalog(first, options, folder, place.url)
  const seed = first.seed ?? demoSeed
  const people = makePeople(peopleCount, seed)
  const orders = makeOrders(ordersCount, { seed, catalog: builder.catalog, people, apiBase: place.apiBase })
  return { builder, report, people, orders }
}

function assemble(
  options: SandboxOptions,
  folder: StoreFolder | null,
  listener: Listener,
  certificate: Certificate | null,
  snapshot: ReadSnapshot | null,
): { readonly sandbox: Sandbox; readonly begin: () => Promise<void> } {
  const clock = options.clock ?? new RunningClock()
  const destinations = new Destinations(options.hookHosts ?? {})
  const url = listener.origin
  const first = initialState(options, folder, snapshot?.head.durable ?? null)
  const keeper = keepInMemory(first, state => folder?.save(state))
  const apiBase = `${url}/stores/${first.storeHash}/v2`
  const isEmpty = snapshot !== null
  const { builder, report, people, orders } = contentsOf(first, options, folder, { url, apiBase, isEmpty })
  const { catalog } = builder
  const quirks = new Quirks(options.quirks)
  const closed = new AbortController()
  const store = new Store({
    keeper,
    clock,
    origin: url,
    builder,
    quirks,
    people,
    orders,
    apiBase,
    inventoryDelayMs: options.inventoryDelayMs ?? 0,
    paymentDelayMs: options.paymentDelayMs ?? 0,
    closed: closed.signal,
  })
  const now = () => clock.now().getTime()
  const quota = new Quota(quotaRule(options, first.plan), now())
  const faults = new Faults()
  const journal = new Journal()
  const delivery = new HookDelivery({
    store,
    destinations,
    faults,
    chance: label => store.chances.once(`webhooks, ${label}`),
  })
  const writer = new RivalWriter({
    store,
    journal,
    chance: store.chances.of('another app'),
    closed: closed.signal,
  })
  const importReport = new KeptReport(report)
  const state = new StoreState({ ...store, delivery, importReport })
  if (snapshot !== null) restoreSnapshot(snapshot, state)
  const skipsIds = folder?.wasKilled === true && options.snapshot === undefined && (folder.saved ?? snapshot) !== null
  if (skipsIds) state.skipIds()
  const start = { parts: state.keep(), quirks: quirks.now }
  const takeSnapshot = (): Snapshot => ({
    head: {
      format: snapshotFormat,
      version: snapshotVersion,
      takenAt: clock.now().toISOString(),
      origin: url,
      durable: keeper.state,
    },
    parts: state.keep(),
  })
  const autosave = folder === null ? null : new Autosave(state, () => writeSnapshot(folder.storePath, takeSnapshot()))
  const secret = controlSecret(folder)
  const stop = async () => {
    closed.abort()
    await listener.close()
    let isSaved = false
    try {
      await autosave?.end()
      isSaved = true
    } finally {
      await delivery.close()
      folder?.release(isSaved)
    }
  }
  let closing: Promise<void> | null = null
  const sandbox: Sandbox = {
    url,
    apiAddress: url,
    panelUrl: `${url}/`,
    certificate: certificate?.cert ?? null,
    storeHash: store.hash,
    get storeName() {
      return keeper.state.storeName
    },
    fetch: fetchFor(url),
    controlSecret: secret,
    folder: folder?.path ?? null,
    get counts() {
      return { products: catalog.products.length, variants: catalog.variantCount, orders: store.orders.listed.length }
    },
    importReport: importReport.report,
    get accounts() {
      return store.accounts.map(({ name, clientId, scopes }) => ({ name, clientId, scopes }))
    },
    createAccount: account => store.createAccount(account),
    deleteAccount: clientId => store.deleteAccount(clientId),
    narrowAccount: (clientId, scopes) => store.narrowAccount(clientId, scopes),
    faults,
    quirks,
    merchant: new Merchant(store),
    shopper: new Shopper(store),
    journal,
    deliveries: delivery.deliveries,
    events: store.events,
    rival: {
      count: quota.rival,
      take: requests => quota.takeForRival(requests, now()),
      steady: perSecond => quota.startRival(perSecond, now()),
      writes: rule => writer.start(rule),
      get writing() {
        return writer.running
      },
      get written() {
        return writer.written
      },
      stopWrites: () => writer.stopAll(),
    },
    clock,
    quota: () => quota.look(now()),
    snapshot: file => writeSnapshot(resolve(file), takeSnapshot()),
    reset: () => {
      writer.stopAll()
      keeper.change(({ accounts, accountsMade, hooks, hooksMade, hookEmails = {} }) => {
        return { ...first, accounts, accountsMade, hooks, hooksMade, hookEmails }
      })
      state.restore(start.parts)
      faults.clear()
      quirks.set(start.quirks)
    },
    close: () => {
      closing ??= stop()
      return closing
    },
  }
  listener.serve(
    serveSandbox({
      sandbox,
      store,
      api: new Api(store, quota, faults, apiRouter()),
      chance: store.chances.of('request ids'),
      closed: closed.signal,
      download: () => snapshotStream(takeSnapshot()),
      shift: (rule, answer) => shiftCatalog(store, rule, answer),
    }),
  )
  const begin = async () => {
    // Before the folder says that it holds a store: what it was made of is not enough to make it anew. And before ids are
    // given behind those that were left out: a kill right now would leave out the same ones again.
    if (options.snapshot !== undefined || skipsIds) await autosave?.save()
    folder?.save(first)
  }
  return { sandbox, begin }
}
