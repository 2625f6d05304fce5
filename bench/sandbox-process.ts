import { allScopes, createSandbox, type SandboxOptions } from '../src/sandbox/bigcommerce/index.ts'
import { orderOf, tell } from './child.ts'

/** What opens a sandbox store that runs in another process. */
export interface OpenStore {
  readonly apiAddress: string
  readonly storeHash: string
  readonly clientId: string
  readonly clientSecret: string
  readonly accessToken: string
  readonly products: number
  readonly variants: number
}

const sandbox = await createSandbox(orderOf<SandboxOptions>())
const { storeHash, clientId, clientSecret, accessToken } = sandbox.createAccount({ name: 'Bench', scopes: allScopes })
const { apiAddress, counts } = sandbox
tell({ apiAddress, storeHash, clientId, clientSecret, accessToken, ...counts } satisfies OpenStore & { orders: number })
process.once('disconnect', () => void sandbox.close())
process.on('message', () => tell(process.memoryUsage.rss() / 2 ** 20))
