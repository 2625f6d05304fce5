import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { HubError } from '../runtime/errors.ts'

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, with the closing zero: unix(7), unix(4). */
const socketPathBytesMax = 103
const socketName = 'hub.sock'
/** Says where the socket is when the data folder's path is too long for one. */
const pointerName = 'hub.socket-path'
const socketFolderPrefix = 'cartwright-hub-'

/** Where the commands of this machine find the hub that runs on a data folder. */
export function socketPathOf(dataDir: string): string {
  if (process.platform === 'win32')
    return `\\\\.\\pipe\\cartwright-${Buffer.from(dataDir).toString('base64url').slice(-80)}`
  const own = join(dataDir, socketName)
  if (Buffer.byteLength(own) <= socketPathBytesMax) return own
  return readPointer(dataDir) ?? own
}

/**
 * The socket that the pointer of a data folder names; null where it is another folder's, as in a copy, or where its
 * folder isn't private to whoever owns the data: a name in a folder for temporary files may be anybody's by now.
 */
function readPointer(dataDir: string): string | null {
  try {
    const [path = '', of = ''] = readFileSync(join(dataDir, pointerName), 'utf8').split('\n')
    if (of !== realpathSync(dataDir)) return null
    const folder = lstatSync(dirname(path))
    const isPrivate = folder.isDirectory() && (folder.mode & 0o077) === 0 && folder.uid === statSync(dataDir).uid
    return isPrivate ? path : null
  } catch {
    return null
  }
}

/**
 * Opens the door for commands on this machine: a socket in a folder that only the owner of the data can enter.
 * The caller holds the lock of the data folder, so a socket that is there already was left by a hub that was killed.
 */
export async function serveSocket(app: FastifyInstance, dataDir: string): Promise<void> {
  const path = process.platform === 'win32' ? socketPathOf(dataDir) : prepareSocket(dataDir)
  await app.listen({ path })
  if (process.platform !== 'win32') chmodSync(path, 0o600)
}

function prepareSocket(dataDir: string): string {
  const own = join(dataDir, socketName)
  if (Buffer.byteLength(own) <= socketPathBytesMax) {
    rmSync(own, { force: true })
    return own
  }
  removeLeftSocket(socketPathOf(dataDir))
  const short = join(makeShortFolder(dataDir), socketName)
  const pointer = join(dataDir, pointerName)
  writeFileSync(`${pointer}.new`, `${short}\n${realpathSync(dataDir)}\n`, { mode: 0o600 })
  renameSync(`${pointer}.new`, pointer)
  return short
}

function makeShortFolder(dataDir: string): string {
  for (const parent of new Set([tmpdir(), '/tmp', '/var/tmp'])) {
    try {
      return mkdtempSync(join(parent, socketFolderPrefix))
    } catch {
      // Not there, or not writable: the next one may be.
    }
  }
  throw new HubError(
    'data_folder_unusable',
    `There is no folder for the hub's socket: ${dataDir} is too long for one.`,
    {
      hint: 'Choose a data folder with a path of at most 80 characters, or make /tmp writable.',
    },
  )
}

/** What the pointer names is only a text: nothing is removed but a socket, and the folder if that leaves it empty. */
function removeLeftSocket(path: string): void {
  if (basename(path) !== socketName || !basename(dirname(path)).startsWith(socketFolderPrefix)) return
  try {
    if (!lstatSync(path).isSocket()) return
    rmSync(path)
    rmdirSync(dirname(path))
  } catch {
    // It is gone already, or not ours to remove: the new socket gets a folder of its own anyway.
  }
}

/** Opens the door for browsers and returns its address. Throws `port_taken`. */
export async function serveWeb(app: FastifyInstance, { host, port }: { host: string; port: number }): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw explainListening(error, host, port)
  }
  const address = app.server.address()
  const listening = typeof address === 'object' && address !== null ? address.port : port
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${listening}`
}

function explainListening(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE') {
    return new HubError('port_taken', `Another program already listens on ${host}, port ${port}.`, {
      hint: `Stop it, or choose another port: cartwright start --port ${port + 1}`,
      cause: error,
    })
  }
  if (code === 'EACCES') {
    return new HubError('port_taken', `This user may not listen on port ${port}.`, {
      hint: 'Choose a port above 1023 with --port.',
      cause: error,
    })
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new HubError('usage', `This machine has no address ${host} to listen on.`, {
      hint: 'Use 127.0.0.1 for this machine alone, or 0.0.0.0 for every network that it is in.',
      cause: error,
    })
  }
  return error
}
