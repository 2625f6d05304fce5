import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { HubError } from '../runtime/errors.ts'
import { createKeyring, type Keyring, parseKey } from '../runtime/secrets.ts'

/** The environment variable that holds the key where it isn't kept in the data folder. */
export const keyVariable = 'CARTWRIGHT_KEY'
const keyFile = 'secret.key'
const howToMake = 'openssl rand -base64 32'

interface KeyOptions {
  readonly dataDir: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** With an outside database the data folder may be another one tomorrow: the key has to be given. */
  readonly outsideDatabase: boolean
  /** Names the channels that hold sealed secrets: while there are any, a missing key is not replaced by a new one. */
  readonly sealedChannels: () => Promise<string[]>
}

/**
 * Finds the key that seals secrets: from the environment, else from the data folder, where the first start makes it.
 * Throws `key_missing` or `key_invalid`, and then has written nothing; `data_folder_unusable` where the disk refuses.
 * The caller holds the lock of the data folder.
 */
export async function openKeyring(options: KeyOptions): Promise<Keyring> {
  return createKeyring(await findKey(options), randomBytes)
}

async function findKey({ dataDir, environment, outsideDatabase, sealedChannels }: KeyOptions): Promise<Buffer> {
  const given = environment[keyVariable]
  if (given !== undefined && given.trim() !== '') return parseKey(given, keyVariable)
  if (outsideDatabase) {
    throw new HubError('key_missing', 'With a database of your own, the key that seals secrets has to be given.', {
      hint: `Make one with “${howToMake}”, keep it in a safe place, and set it as ${keyVariable}.`,
    })
  }
  const path = join(dataDir, keyFile)
  const kept = readKeyFile(path)
  if (kept !== null) {
    const key = parseKey(kept, path)
    removeDrafts(path)
    return key
  }
  const sealed = await sealedChannels()
  if (sealed.length > 0) {
    throw new HubError(
      'key_missing',
      `The key ${path} is gone, and the credentials of ${sealed.join(', ')} were sealed with it.`,
      {
        hint: `Put the file back, or set the key as ${keyVariable}. A new key (${howToMake}) works too; those channels then need their credentials again.`,
      },
    )
  }
  return makeKeyFile(path)
}

function readKeyFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw new HubError('data_folder_unusable', `The key ${path} cannot be read.`, {
      hint: 'Start the hub as the user who owns the data folder.',
      cause: error,
    })
  }
}

type Link = (existing: string, added: string) => void

/** What link(2) says where a file system has no hard links, or a security module forbids them. */
const noHardLinks = new Set(['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK'])

/**
 * Whole or not at all, readable for its owner alone, and never over a key that is there. `link` is the file system's
 * own; a test hands in that of one without hard links. Throws `data_folder_unusable`.
 */
export function makeKeyFile(path: string, link: Link = linkSync): Buffer {
  const key = randomBytes(32)
  const text = `${key.toString('base64')}\n`
  // Chance and not the pid: in a container every process has the same one, and a draft of a killed hub is still there.
  const draft = `${path}.${randomBytes(8).toString('hex')}.draft`
  try {
    writeNew(draft, text)
    try {
      link(draft, path)
    } catch (error) {
      if (!noHardLinks.has(codeOf(error))) throw error
      // Not whole or not at all any more, but still never over another key.
      writeNew(path, text)
    }
    syncFolder(dirname(path))
  } catch (error) {
    throw new HubError('data_folder_unusable', `The key ${path} cannot be written.`, {
      hint: 'Look for free space and for the permissions of the data folder.',
      cause: error,
    })
  } finally {
    rmSync(draft, { force: true })
  }
  removeDrafts(path)
  return key
}

/** Makes a file that is not there yet, on the disk when this returns; one that could not be finished is removed. */
function writeNew(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  let whole = false
  try {
    writeFileSync(file, text)
    fsyncSync(file)
    whole = true
  } finally {
    closeSync(file)
    if (!whole) rmSync(path, { force: true })
  }
}

/** Without this a power cut could take the new name away again, and with it what was sealed meanwhile. */
function syncFolder(folder: string): void {
  // Windows opens no folders, and keeps names in a journal.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } catch (error) {
    // Some network and FUSE file systems know no such order.
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error
  } finally {
    closeSync(handle)
  }
}

/**
 * Removes what a hub left that was killed while it made the key. Only with a key in its place: a draft may be the last
 * copy of one. Only names as ours: `secret.key.bak` is somebody's backup.
 */
function removeDrafts(path: string): void {
  try {
    for (const name of readdirSync(dirname(path))) {
      if (!name.startsWith(`${basename(path)}.`) || !/\.[0-9a-f]{16}\.draft$/.test(name)) continue
      rmSync(join(dirname(path), name), { force: true })
    }
  } catch {
    // They do no harm; the next start tries again.
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
