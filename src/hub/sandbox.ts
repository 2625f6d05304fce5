import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { moveStore } from '../actions/move-store.ts'
import type { HubSandbox } from '../actions/start-sandbox-channel.ts'
import type { Db, Tools } from '../actions/tools.ts'
import { HubError } from '../runtime/errors.ts'
import { allScopes, createSandbox, type Sandbox, SandboxError } from '../sandbox/bigcommerce/index.ts'

const folderName = 'sandbox'
const addressFile = 'hub-address.json'
const defaultProducts = 200

/** The sandbox store that lives inside this hub, in its data folder: started when somebody first asks for it. */
export interface SandboxInside {
  /** Starts the store if need be and makes an API account in it. Throws `sandbox_unavailable`. */
  open(accountName: string): Promise<HubSandbox>
  /** Where its API is, once it runs. */
  address(): string | null
  close(): Promise<void>
}

/**
 * Starts the store again where this hub had one before; its channels find it even if its port had to change.
 * `products` is the size of a new one.
 */
export async function openSandboxInside(
  dataDir: string,
  db: Db,
  tools: Tools,
  { log, products = defaultProducts }: { log: (line: string) => void; products?: number | undefined },
): Promise<SandboxInside> {
  const folder = join(dataDir, folderName)
  let running: Promise<Sandbox> | null = null
  let address: string | null = null

  const start = async (): Promise<Sandbox> => {
    const before = lastAddress(folder)
    // A store that is there keeps its size, whatever it is.
    const options = { folder, ...(!existsSync(folder) && { products }) }
    const sandbox = await startOnPort(options, before === null ? 0 : Number(new URL(before).port), log)
    address = sandbox.apiAddress
    if (before !== null && before !== address) await moveStore(db, tools, { from: before, to: address })
    keepAddress(folder, address)
    return sandbox
  }
  const ensure = (): Promise<Sandbox> => {
    running ??= start().catch(error => {
      running = null
      throw unavailable(error)
    })
    return running
  }

  if (existsSync(join(folder, addressFile))) {
    await ensure().catch(error => log(`${error.message} ${error.hint ?? ''}`))
  }
  return {
    async open(accountName) {
      const sandbox = await ensure()
      const account = sandbox.createAccount({ name: accountName, scopes: allScopes })
      return {
        panelUrl: sandbox.panelUrl,
        credentials: {
          storeHash: account.storeHash,
          clientId: account.clientId,
          accessToken: account.accessToken,
          clientSecret: account.clientSecret,
          apiAddress: sandbox.apiAddress,
        },
      }
    },
    address: () => address,
    async close() {
      const sandbox = await running?.catch(() => null)
      // The hub stops in order whatever the store says.
      await sandbox?.close().catch(error => log(unavailable(error).message))
    },
  }
}

/** The same port as before if it is free, so that open pages and other programs find the store again. */
async function startOnPort(
  options: { folder: string; products?: number },
  port: number,
  log: (line: string) => void,
): Promise<Sandbox> {
  try {
    return await createSandbox({ ...options, port })
  } catch (error) {
    if (port === 0 || !(error instanceof SandboxError) || error.code !== 'port_taken') throw error
    log(`Port ${port} of the sandbox store is taken; it moves to another one.`)
    return createSandbox({ ...options, port: 0 })
  }
}

function lastAddress(folder: string): string | null {
  try {
    const kept: unknown = JSON.parse(readFileSync(join(folder, addressFile), 'utf8'))
    const address = typeof kept === 'object' && kept !== null && 'apiAddress' in kept ? String(kept.apiAddress) : ''
    return URL.canParse(address) ? address : null
  } catch {
    return null
  }
}

function keepAddress(folder: string, apiAddress: string): void {
  const path = join(folder, addressFile)
  writeFileSync(`${path}.new`, `${JSON.stringify({ apiAddress })}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

function unavailable(error: unknown): HubError {
  const sandbox = error instanceof SandboxError ? error : null
  return new HubError(
    'sandbox_unavailable',
    `The sandbox store could not be started. ${sandbox?.message ?? ''}`.trim(),
    {
      hint: sandbox?.hint ?? 'The log of the hub says more.',
      cause: error,
    },
  )
}
