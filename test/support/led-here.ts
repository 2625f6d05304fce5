import { Agent, type AgentOptions } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'

/**
 * Leads a client that knows the platform by its own name to the sandbox store: the connection goes there, and the
 * certificate is checked as if it were the platform's.
 */
export class LedHere extends Agent {
  readonly #place: { readonly host: string; readonly port: number }

  constructor({ url, certificate }: Pick<Sandbox, 'url' | 'certificate'>) {
    super({ ca: certificate ?? '', keepAlive: true })
    this.#place = { host: '127.0.0.1', port: Number(new URL(url).port) }
  }

  override createConnection(
    options: AgentOptions & { readonly host?: string; readonly servername?: string },
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const servername = options.servername ?? options.host
    return super.createConnection({ ...options, ...this.#place, servername }, callback)
  }
}
