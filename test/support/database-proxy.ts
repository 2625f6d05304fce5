import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import pg from 'pg'
import { type DatabaseConfig, toPoolConfig } from '../../src/database/address.ts'

/** Where everything between a hub and its database breaks off, as if one of them had been killed. */
export interface Cut {
  /** The how many-th commit, counted from 1. */
  readonly commit: number
  /** `before`: the database never hears of it; `after`: it commits, and the hub never hears that it did. */
  readonly when: 'before' | 'after'
}

export interface DatabaseProxy {
  readonly config: DatabaseConfig
  /** What the database calls the connections that came through. */
  readonly name: string
  /** Commits that were asked for so far. */
  readonly commits: number
  /** Whether the cut was reached; from then on nothing comes through any more. */
  readonly isCut: boolean
  close(): Promise<void>
}

/** Stands between a pool of connections and its database, and cuts them all at one commit. */
export async function openDatabaseProxy(behind: DatabaseConfig, cut: Cut | null): Promise<DatabaseProxy> {
  const target = targetOf(behind)
  const name = `through the proxy ${randomBytes(8).toString('hex')}`
  const sockets = new Set<Socket>()
  let commits = 0
  let isCut = false
  const cutAll = () => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer(client => {
    if (isCut) {
      client.destroy()
      return
    }
    const database = connect(target.place)
    let awaitsReply = false
    const split = splitMessages()
    for (const socket of [client, database]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        database.destroy()
      })
    }
    client.on('data', (bytes: Buffer) => {
      for (const message of split(bytes)) {
        if (isCommit(message)) {
          commits += 1
          if (commits === cut?.commit) {
            if (cut.when === 'before') return cutAll()
            awaitsReply = true
          }
        }
        database.write(message)
      }
    })
    database.on('data', (bytes: Buffer) => {
      if (awaitsReply) return cutAll()
      client.write(bytes)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    config: { kind: 'embedded', pool: { ...target.login, host: '127.0.0.1', port, application_name: name } },
    name,
    get commits() {
      return commits
    },
    get isCut() {
      return isCut
    },
    async close() {
      cutAll()
      server.close()
      await once(server, 'close')
    },
  }
}

function targetOf(config: DatabaseConfig) {
  // The driver itself knows how its settings lead to a place.
  const { host, port, user, password, database } = new pg.Client(toPoolConfig(config))
  const place = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
  return { place, login: { user: user ?? '', password: password ?? '', database: database ?? '' } }
}

/** "Frontend/Backend Protocol": a type, a length and a body; only the first message of a connection has no type. */
function splitMessages() {
  let rest = Buffer.alloc(0)
  let isFirst = true
  return (bytes: Buffer): Buffer[] => {
    rest = Buffer.concat([rest, bytes])
    const messages: Buffer[] = []
    for (;;) {
      const typeBytes = isFirst ? 0 : 1
      if (rest.length < typeBytes + 4) return messages
      const size = typeBytes + rest.readInt32BE(typeBytes)
      if (rest.length < size) return messages
      messages.push(rest.subarray(0, size))
      rest = rest.subarray(size)
      isFirst = false
    }
  }
}

function isCommit(message: Buffer): boolean {
  return message[0] === 'Q'.charCodeAt(0) && message.toString('utf8', 5, message.length - 1) === 'commit'
}
