import { SandboxError } from './error.ts'

/** The platform's own host for everything under `/stores/{hash}`. */
const platform = 'https://api.bigcommerce.com'

/**
 * A `fetch` for programs that know the platform by its name: what they send to `api.bigcommerce.com`, or to the store's
 * own address, goes to the store at `origin`. Nothing else is reached: a redirect is answered as it came, whatever was asked for.
 * @throws SandboxError as a rejection: reached_elsewhere for any other address; option_invalid of a store that speaks
 * https, for the `fetch` of the platform trusts no certificate that it is handed
 */
export function fetchFor(origin: string): typeof fetch {
  return async (input, init) => {
    if (!origin.startsWith('http:')) {
      throw new SandboxError(
        'option_invalid',
        'This store speaks https, and fetch does not trust it.',
        'Leave https out.',
      )
    }
    const address = input instanceof Request ? input.url : String(input)
    const led = address.startsWith(`${platform}/`) ? origin + address.slice(platform.length) : address
    if (!led.startsWith(`${origin}/`)) {
      throw new SandboxError(
        'reached_elsewhere',
        `${address} is not an address of the sandbox store.`,
        `Use ${platform}/stores/{hash}/..., or ${origin}/stores/{hash}/...`,
      )
    }
    // A redirect would lead elsewhere, and take the token along.
    return fetch(input instanceof Request ? new Request(led, input) : led, { ...init, redirect: 'manual' })
  }
}
