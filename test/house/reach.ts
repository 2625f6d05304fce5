import type { Import, Uses } from './uses.ts'

/** Something that the files of a layer may import from outside of src. */
interface Allowed {
  /** A package with everything in it, one module, or all of Node's modules (`node:*`, without those of the network). */
  readonly name: string
  readonly why: string
  /** Only this file; otherwise every file of the layer. */
  readonly file?: string
  /** Only these names out of it. */
  readonly names?: readonly string[]
  /** Only its types, which are gone when the program runs. */
  readonly typesOnly?: true
}

/**
 * What each layer may import from outside of src. The table of docs/architecture.md says which layers it may import;
 * a layer that is not listed here may import nothing else.
 */
const fromOutside: Readonly<Record<string, readonly Allowed[]>> = {
  runtime: [
    { name: 'node:crypto', why: 'seals secrets', file: 'runtime/secrets.ts' },
    { name: 'node:crypto', why: 'names a file by what it holds', file: 'runtime/content-id.ts' },
    { name: 'node:timers/promises', why: 'the one place that sleeps', file: 'runtime/clock.ts' },
  ],
  domain: [],
  connector: [],
  connectors: [{ name: 'zod', why: 'what a store answers is parsed at the door' }],
  database: [
    { name: 'kysely', why: 'SQL with types' },
    { name: 'pg', why: 'the way to the database' },
    { name: 'node:*', why: 'keeps a database engine: its files, its processes, its locks' },
    { name: 'node:net', why: 'asks for a free port, where there are no sockets', file: 'database/server.ts' },
  ],
  identity: [
    { name: 'better-auth', why: 'sessions and the counting of attempts' },
    { name: '@node-rs/argon2', why: 'passwords' },
    { name: 'kysely', why: 'how the sign-in library is given our connections' },
    { name: 'zod', why: 'what the sign-in library answers' },
    { name: 'node:crypto', why: 'compares the setup code in constant time' },
  ],
  engine: [
    { name: 'undici', why: 'the one way out to the stores', file: 'engine/transport.ts' },
    {
      name: 'node:crypto',
      why: 'a hash that tells whether a product has changed',
      file: 'engine/pull/shape-product.ts',
    },
    { name: 'node:zlib', why: 'unpacks answers', file: 'engine/transport.ts' },
    { name: 'node:util', why: 'unpacks answers', file: 'engine/transport.ts' },
  ],
  actions: [],
  'api/contract': [{ name: 'zod', why: 'the schemas' }],
  api: [
    { name: 'fastify', why: 'the HTTP server' },
    { name: '@fastify/helmet', why: 'headers that keep pages apart' },
    { name: '@fastify/static', why: 'serves the built dashboard' },
    { name: '@fastify/swagger', why: 'the published description of the API' },
    { name: 'fastify-type-provider-zod', why: 'reads requests by the contract' },
    { name: 'zod', why: 'the schemas' },
    { name: 'node:http', why: 'the type of an open answer', typesOnly: true },
    { name: 'node:stream', why: 'lists as files', file: 'api/csv.ts' },
    { name: 'node:stream', why: 'lists as files', file: 'api/json-file.ts' },
    { name: 'csv-stringify', why: 'lists as files', file: 'api/csv.ts' },
    { name: 'node:net', why: 'tells an address from a name', file: 'api/guards.ts', names: ['isIP'] },
  ],
  cli: [{ name: 'node:util', why: 'reads arguments' }],
  web: [
    { name: 'react', why: 'the screen' },
    { name: 'react-dom', why: 'the screen', file: 'web/main.tsx' },
    { name: '@mantine/core', why: 'the parts of the screen' },
    { name: '@mantine/dropzone', why: 'takes dropped files' },
    { name: '@mantine/form', why: 'forms' },
    { name: '@mantine/hooks', why: 'the parts of the screen' },
    { name: '@mantine/notifications', why: 'short messages' },
    { name: '@tabler/icons-react', why: 'icons' },
    { name: '@tanstack/react-query', why: 'what was read from the hub, and when to read it again' },
    { name: '@tanstack/react-router', why: 'addresses of pages' },
    { name: '@tanstack/react-virtual', why: 'long tables, of which only the rows on the screen are there' },
    { name: 'vite', why: 'builds the dashboard', file: 'web/vite.config.ts' },
    { name: '@vitejs/plugin-react', why: 'builds the dashboard', file: 'web/vite.config.ts' },
  ],
  sandbox: [
    { name: 'node:*', why: 'a program of its own' },
    { name: 'node:http', why: 'the types of requests', typesOnly: true },
    { name: 'node:http', why: 'it is a server', file: 'sandbox/bigcommerce/http/server.ts', names: ['createServer'] },
    {
      name: 'node:http',
      why: 'delivers webhooks, to addresses of this machine only',
      file: 'sandbox/bigcommerce/hooks/send.ts',
      names: ['request'],
    },
    { name: 'node:https', why: 'it is a server', file: 'sandbox/bigcommerce/http/server.ts', names: ['createServer'] },
    { name: 'selfsigned', why: 'makes the certificate of that', file: 'sandbox/bigcommerce/http/certificate.ts' },
    { name: 'node:net', why: 'the type of its address', typesOnly: true },
    { name: 'csv-parse', why: 'reads catalog files' },
    { name: 'zod', why: 'reads the bodies of writes' },
  ],
  hub: [
    { name: 'node:*', why: 'puts everything together: folders, terminal, chance' },
    { name: 'pino', why: 'the log' },
    { name: 'fastify', why: 'the type of the server that it opens', typesOnly: true },
    { name: 'undici', why: 'the commands’ way to the socket of the hub', file: 'hub/call.ts' },
  ],
  'main.ts': [{ name: 'node:*', why: 'the program’s entry' }],
}

/** Modules that reach other machines, or start programs that could: `node:*` does not cover them. */
const reaching = /^node:(?:https?|http2|net|tls|dgram|dns|quic|inspector|cluster)(?:\/|$)/
const starting = /^node:(?:child_process|worker_threads|cluster|vm|wasi)(?:\/|$)/
const startingPlaces: Readonly<Record<string, string>> = { database: 'starts the database engine' }

/** What reaches another machine without any import. */
const reachingGiven = /^(?:fetch|XMLHttpRequest|WebSocket|EventSource|WebTransport|navigator\.sendBeacon)$/
const reachingPlaces: readonly { readonly file: string; readonly why: string }[] = [
  { file: 'web/client.ts', why: 'the dashboard’s way to the hub' },
  { file: 'web/pages/product/images-upload.ts', why: 'tells how much of an upload has left, which fetch can’t' },
  {
    file: 'sandbox/bigcommerce/fetch.ts',
    why: 'leads a client of the platform to the sandbox store, and nowhere else',
  },
  { file: 'web/events.ts', why: 'the stream of events, where a browser has no shared workers' },
  { file: 'web/events-worker.ts', why: 'the stream of events' },
  { file: 'web/reachability.ts', why: 'asks whether the hub is back; client.ts stands on it, so it can’t ask by that' },
]

/** Asking the machine for the time, waiting by its clock, and throwing its dice. */
const timeGiven =
  /^(?:Date\.now|new Date\(\)|Temporal\.Now.*|performance(?:\..+)?|process\.(?:hrtime|uptime).*|setTimeout|setInterval|setImmediate|scheduler(?:\..+)?|AbortSignal\.timeout|Math\.random|crypto\.(?:randomUUID|getRandomValues))$/
const timeModules = /^node:(?:timers|perf_hooks)(?:\/|$)/
const chanceNames = new Set([
  '*',
  'randomBytes',
  'randomInt',
  'randomUUID',
  'randomFill',
  'randomFillSync',
  'webcrypto',
])

/** Where time and chance come in. A folder stands for its files. `only` is all that may be used there. */
const timePlaces: readonly { readonly place: string; readonly why: string; readonly only?: readonly string[] }[] = [
  { place: 'hub', why: 'gives clock and chance to everything below' },
  { place: 'main.ts', why: 'gives clock and chance to everything below' },
  { place: 'runtime/clock.ts', why: 'is the clock' },
  {
    place: 'api/event-stream.ts',
    why: 'keeps a connection awake: the pulse of a socket, which no decision of the hub hangs on',
    only: ['setInterval'],
  },
  {
    place: 'database/embedded.ts',
    why: 'the id and the password of a new cluster; a test hands in its own chance',
    only: ['randomBytes'],
  },
  { place: 'web', why: 'a screen lives in the time of whoever looks at it' },
  { place: 'sandbox/bigcommerce/clock.ts', why: 'is the sandbox’s own clock' },
  { place: 'sandbox/bigcommerce/chance.ts', why: 'is the sandbox’s own chance', only: ['randomBytes'] },
  { place: 'sandbox/bigcommerce/index.ts', why: 'the secret of a new store', only: ['randomBytes'] },
  { place: 'sandbox/bigcommerce/panel/panel.ts', why: 'tokens against forged forms', only: ['randomBytes'] },
]

/** The only file of the contract that the dashboard runs; of all others it takes types. */
const contractInWeb = 'api/contract/credentials-file.ts'

const isBare = ({ target }: Import): boolean => target !== null && !target.startsWith('.')

/** Everything outside of src that a file uses and its layer may not. */
export function wrongReach(path: string, layer: string, uses: Uses): string[] {
  return [
    ...uses.imports.filter(isBare).flatMap(each => wrongImport(path, layer, each)),
    ...uses.imports.filter(({ target }) => target === null).flatMap(each => wrongRunTimeImport(path, each)),
    ...wrongNetwork(path, uses),
    ...wrongTime(path, uses),
  ]
}

function wrongImport(path: string, layer: string, { target, typesOnly, names, line }: Import): string[] {
  const name = target ?? ''
  const at = `${path}:${line}`
  if (starting.test(name) && startingPlaces[layer] === undefined) return [`${at} may not start a program: ${name}`]
  const fits = (fromOutside[layer] ?? []).some(
    allowed =>
      (name === allowed.name ||
        name.startsWith(`${allowed.name}/`) ||
        (allowed.name === 'node:*' && name.startsWith('node:') && (typesOnly || !reaching.test(name)))) &&
      (allowed.file === undefined || allowed.file === path) &&
      (allowed.typesOnly === undefined || typesOnly) &&
      (allowed.names === undefined || names.every(each => allowed.names?.includes(each))),
  )
  return fits ? [] : [`${at} imports ${name}, but ${layer} may not`]
}

/** What is put together at run time can't be checked; only the entry does that, to build the dashboard of a clone. */
function wrongRunTimeImport(path: string, { line }: Import): string[] {
  return path === 'main.ts' ? [] : [`${path}:${line} imports what nobody can know before it runs`]
}

function wrongNetwork(path: string, { given }: Uses): string[] {
  if (reachingPlaces.some(({ file }) => file === path)) return []
  return given
    .filter(({ name }) => reachingGiven.test(name) || /getBuiltinModule$/.test(name))
    .map(({ name, line }) => `${path}:${line} reaches the network by ${name}`)
}

function wrongTime(path: string, { imports, given }: Uses): string[] {
  const place = timePlaces.find(each => path === each.place || path.startsWith(`${each.place}/`))
  if (place !== undefined && place.only === undefined) return []
  const imported = imports
    .filter(({ typesOnly }) => !typesOnly)
    .flatMap(({ target, names, line }) => {
      if (timeModules.test(target ?? '')) return [{ name: target ?? '', line }]
      if (!/^(?:node:)?crypto$/.test(target ?? '')) return []
      return names.filter(name => chanceNames.has(name)).map(name => ({ name, line }))
    })
  return [...given.filter(({ name }) => timeGiven.test(name)), ...imported]
    .filter(({ name }) => !place?.only?.includes(name))
    .map(({ name, line }) => `${path}:${line} takes time or chance from the machine: ${name}`)
}

/** Whether the dashboard would run code of the contract: only types are free of it. */
export function runsContract(path: string, file: string, { typesOnly }: Import): boolean {
  return path.startsWith('web/') && file.startsWith('api/contract/') && file !== contractInWeb && !typesOnly
}

/** Every file and folder that the lists above name: one that is gone would leave a hole behind. */
export function namedPlaces(): string[] {
  return [
    ...Object.keys(fromOutside),
    ...Object.values(fromOutside).flatMap(list => list.flatMap(({ file }) => file ?? [])),
    ...Object.keys(startingPlaces),
    ...reachingPlaces.map(({ file }) => file),
    ...timePlaces.map(({ place }) => place),
    contractInWeb,
  ]
}

export const listedLayers = Object.keys(fromOutside)
