import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { seededChance, trueChance } from './chance.ts'
import { machineNow, RunningClock } from './clock.ts'
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
import { Journal } from './journal.ts'
import { loadCatalog } from './load-catalog.ts'
import { Merchant } from './merchant/merchant.ts'
import { Shopper } from './orders/shopper.ts'
import { Quirks } from './quirks.ts'
import type { QuotaRule } from './quota.ts'
import { Quota, quotaOfPlan, unlimitedQuota } from './quota.ts'
import { apiRouter } from './routes/index.ts'
import type { Sandbox, SandboxOptions } from './sandbox.ts'
import { demoSeed } from './seed/generator.ts'
import { makeOrders } from './seed/orders.ts'
import { makePeople } from './seed/people.ts'
import { shiftCatalog } from './shift.ts'
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
export type { NewMessage } from './orders/messages.ts'
export type { LineQuantity, NewPurchase, PurchaseItem, Shopper } from './orders/shopper.ts'
export type { Quirks, StoreQuirks } from './quirks.ts'
export type { QuotaRule, QuotaState, StorePlan } from './quota.ts'
export type { RowChange } from './rewrite.ts'
export { changeRow } from './rewrite.ts'
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
 * @throws SandboxError when an option, the port, the folder or a product file cannot be used; nothing is left behind.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkOptions(options)
  const folder = options.folder === undefined ? null : openFolder(resolve(options.folder))
  let listener: Listener | null = null
  try {
    const certificate = options.https === true ? await certificateOf(folder, machineNow()) : null
    listener = await listen(options.port ?? 0, certificate)
    return assemble(options, folder, listener, certificate)
  } catch (error) {
    await listener?.close()
    folder?.release()
    throw error
  }
}

function assemble(
  options: SandboxOptions,
  folder: StoreFolder | null,
  listener: Listener,
  certificate: Certificate | null,
): Sandbox {
  const clock = options.clock ?? new RunningClock()
  const destinations = new Destinations(options.hookHosts ?? {})
  const url = listener.origin
  const first = initialState(options, folder)
  const { builder, report } = loadCatalog(first, options, folder, url)
  folder?.save(first)
  const keeper = keepInMemory(first, state => folder?.save(state))
  const seed = first.seed ?? demoSeed
  const people = makePeople(peopleCount, seed)
  const apiBase = `${url}/stores/${first.storeHash}/v2`
  const { catalog } = builder
  const orders = makeOrders(ordersCount, { seed, catalog, people, apiBase })
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
  const chance = (label: string) => (first.seed === null ? trueChance() : seededChance(first.seed, label))
  const delivery = new HookDelivery({ store, destinations, faults, chance: label => chance(`webhooks, ${label}`) })
  const secret = controlSecret(folder)
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
    importReport: report,
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
    },
    clock,
    quota: () => quota.look(now()),
    close: () => {
      closed.abort()
      closing ??= Promise.all([listener.close(), delivery.close()]).then(() => folder?.release())
      return closing
    },
  }
  listener.serve(
    serveSandbox({
      sandbox,
      store,
      api: new Api(store, quota, faults, apiRouter()),
      chance: chance('request ids'),
      closed: closed.signal,
      shift: (rule, answer) => shiftCatalog(store, rule, answer),
    }),
  )
  return sandbox
}
