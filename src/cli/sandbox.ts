import { commonOptions, readArguments, readWhole, refuseTogether } from './arguments.ts'
import { type Command, exitCodes } from './io.ts'

const defaultPort = 4410

export const sandbox: Command = {
  name: 'sandbox',
  summary: 'Start a sandbox store: a local BigCommerce to try things on',
  help: `Usage: cartwright sandbox [options]

Starts a local stand-in for a BigCommerce store and stays until Ctrl-C. Its panel makes API accounts as BigCommerce does.

  --port N              port (default: ${defaultPort}; 0 takes a free one)
  --https               speak https, with a certificate of its own (in the folder, and in the line of --json)
  --folder DIR          keep the store in this folder (default: in memory, gone at the end)
  --snapshot FILE       go on from a snapshot that the panel or a program took of a store
  --products N          size of the made-up catalog (default: 120)
  --variants-each N     give each product exactly this many variants
  --categories N        make this many categories more, eight levels deep
  --twin SEED:N         sell the first N products of the store of that seed too, with prices of its own
  --seed S              a number; the same seed makes the same store
  --catalog FILE        a product export (Shopify, BigCommerce) instead; may be given several times
  --plan NAME           standard, plus, pro or enterprise: decides the request quota (default: pro)
  --quota N/SECONDS     so many requests in so many seconds; off counts none (default: the quota of the plan)
  --scopes LIST         make an API account and show it: all, read, or names such as store_v2_products,store_inventory
  --speed N             let the store's time pass N times as fast as the machine's (default: 1)
  --hook-host NAME=URL  deliver webhooks for this host name to an address of this machine; may be given several times
  --json                print one line of JSON when ready
  -h, --help            this text`,

  async run(argv, tools) {
    const { values } = readArguments(argv, {
      ...commonOptions,
      port: { type: 'string' },
      https: { type: 'boolean', default: false },
      folder: { type: 'string' },
      snapshot: { type: 'string' },
      products: { type: 'string' },
      'variants-each': { type: 'string' },
      categories: { type: 'string' },
      twin: { type: 'string' },
      seed: { type: 'string' },
      catalog: { type: 'string', multiple: true },
      plan: { type: 'string' },
      quota: { type: 'string' },
      scopes: { type: 'string' },
      speed: { type: 'string' },
      'hook-host': { type: 'string', multiple: true },
    })
    const generated = ['products', 'variants-each', 'categories', 'twin']
    refuseTogether(values, 'snapshot', ['seed', 'catalog', ...generated], 'a snapshot holds a whole store already')
    refuseTogether(values, 'catalog', generated, 'the catalog is read from files or made up')
    const store = await tools.createSandbox({
      port: readWhole(values.port, 'port', { least: 0, most: 65_535 }) ?? defaultPort,
      https: values.https,
      folder: values.folder,
      snapshot: values.snapshot,
      products: readWhole(values.products, 'products', { least: 0, most: 1_000_000 }),
      variantsEach: readWhole(values['variants-each'], 'variants-each', { least: 1, most: 600 }),
      categories: readWhole(values.categories, 'categories', { least: 0, most: 1_000_000 }),
      twin: values.twin,
      seed: readWhole(values.seed, 'seed', { least: 0, most: 4_294_967_295 }),
      csvFiles: values.catalog ?? [],
      plan: values.plan,
      quota: values.quota,
      scopes: values.scopes,
      speed: readWhole(values.speed, 'speed', { least: 1, most: 100_000 }),
      hookHosts: values['hook-host'] ?? [],
    })
    try {
      const { close: _close, ...facts } = store
      if (values.json) {
        tools.out(JSON.stringify(facts))
      } else {
        tools.out('')
        tools.out(`  ${store.storeName} is open`)
        tools.out('')
        tools.out(`  Panel        ${store.panelUrl}`)
        tools.out(`  API address  ${store.apiAddress}`)
        tools.out(`  Store Hash   ${store.storeHash}`)
        if (store.certificate !== null) tools.out(`  Certificate  ${placeOfCertificate(store.folder)}`)
        tools.out(`  Kept in      ${store.folder ?? 'memory: it is gone when this ends'}`)
        tools.out(`  Holds        ${store.products} products, ${store.variants} variants, ${store.orders} orders`)
        if (store.importReport !== null) {
          const { taken, merged, refused } = store.importReport
          tools.out(
            `  Files        ${taken} rows became products, ${merged} parts of one, ${refused.length} were refused`,
          )
          for (const line of refused) tools.out(`               ${line}`)
        }
        if (store.account === null) {
          tools.out('  Next         Make an API account in the panel: Settings, API, Store-level API accounts.')
        } else {
          const { apiPath, clientId, clientSecret, accessToken } = store.account
          tools.out('')
          tools.out('  An API account, shown this once:')
          tools.out(`  API path       ${apiPath}`)
          tools.out(`  Client ID      ${clientId}`)
          tools.out(`  Client secret  ${clientSecret}`)
          tools.out(`  Access token   ${accessToken}`)
        }
        tools.out('')
        tools.out('  Ctrl-C stops it.')
      }
      await tools.stopAsked()
      return exitCodes.done
    } finally {
      await store.close()
    }
  },
}

function placeOfCertificate(folder: string | null): string {
  return folder === null ? 'see --json, or choose a --folder' : `certificate.pem in ${folder}`
}
