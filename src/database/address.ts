import type pg from 'pg'
import { HubError } from '../runtime/errors.ts'

/** Which database the hub uses: the embedded one, or `--database-url`. */
export type DatabaseConfig =
  | { readonly kind: 'embedded'; readonly pool: pg.PoolConfig }
  | { readonly kind: 'url'; readonly url: string }

/** What the driver connects with. @throws HubError database_unavailable when the URL cannot be read. */
export function toPoolConfig(config: DatabaseConfig): pg.PoolConfig {
  if (config.kind === 'embedded') return config.pool
  const url = parseUrl(config.url)
  // sslmode as PostgreSQL itself understands it: `require` encrypts, `verify-full` also checks who answers.
  if (url.searchParams.has('sslmode') && !url.searchParams.has('uselibpqcompat')) {
    url.searchParams.set('uselibpqcompat', 'true')
  }
  return { connectionString: url.href }
}

function parseUrl(text: string): URL {
  // `user@/database?host=/folder` is how PostgreSQL writes a socket; the name is only there to make it a URL.
  const url = URL.parse(text) ?? URL.parse(text.replace('@/', '@localhost/'))
  if (url !== null && ['postgres:', 'postgresql:'].includes(url.protocol) && isDecodable(url)) return url
  // The text is not repeated: it may hold a password.
  throw new HubError('database_unavailable', 'The database URL cannot be read.', {
    hint: 'It looks like postgresql://user:password@host:5432/database; special characters are written as %XX.',
  })
}

function isDecodable({ username, password, pathname }: URL): boolean {
  try {
    return [username, password, pathname].map(decodeURIComponent).length > 0
  } catch {
    return false
  }
}

/** Names a database in messages: never with its password. */
export interface DatabaseAddress {
  where: string
  user: string
  database: string
}

export function addressOf(config: DatabaseConfig): DatabaseAddress {
  if (config.kind === 'embedded') {
    return { where: 'the embedded database', user: config.pool.user ?? '', database: config.pool.database ?? '' }
  }
  const url = parseUrl(config.url)
  const host = url.searchParams.get('host') ?? (url.host === '' ? 'localhost' : url.host)
  const user = decodeURIComponent(url.username)
  return { where: `the database at ${host}`, user, database: decodeURIComponent(url.pathname.slice(1)) || user }
}

const oldestVersion = 15

/** @throws HubError when the hub's queries would not work there. */
export async function refuseUnsuitable(client: pg.ClientBase, address: DatabaseAddress): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`,
  )
  const version = Math.floor(Number(rows[0]?.version) / 10_000)
  if (version < oldestVersion) {
    throw new HubError(
      'database_unavailable',
      `PostgreSQL ${version} runs at ${address.where.replace(/^.* at /, '')}.`,
      {
        hint: `Cartwright needs PostgreSQL ${oldestVersion} or newer.`,
      },
    )
  }
  if (rows[0]?.encoding !== 'UTF8') {
    throw new HubError(
      'database_unavailable',
      `The database ${address.database} has the encoding ${rows[0]?.encoding}.`,
      {
        hint: "Make one with: create database cartwright encoding 'UTF8' template template0",
      },
    )
  }
}
