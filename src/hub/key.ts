import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
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
 * Throws `key_missing` or `key_invalid`, and then has written nothing.
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
  if (kept !== null) return parseKey(kept, path)
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

/** Whole or not at all, readable for its owner alone, and never over a key that is there. */
function makeKeyFile(path: string): Buffer {
  const key = randomBytes(32)
  const draft = `${path}.${process.pid}`
  try {
    const file = openSync(draft, 'wx', 0o600)
    try {
      writeSync(file, `${key.toString('base64')}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    linkSync(draft, path)
  } catch (error) {
    throw new HubError('data_folder_unusable', `The key ${path} cannot be written.`, {
      hint: 'Look for free space and for the permissions of the data folder.',
      cause: error,
    })
  } finally {
    rmSync(draft, { force: true })
  }
  return key
}
