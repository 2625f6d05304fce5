import type { Secrets } from '../../../connector/connector.ts'

/** What a session may use; the Access Token is always among it. */
export type SessionSecrets = Secrets & { readonly accessToken: string }

/** A shorter text may stand anywhere by chance; no Access Token or Client Secret that the form takes is shorter. */
const shortestHidden = 8

/**
 * Takes the secrets out of parsed JSON, names of fields included. Some servers say in their answer what they were
 * sent, and an answer ends up in rows, in the database and on the screen. It has to happen after parsing: JSON may
 * write any letter as `\u0061`, and `/` as `\/`.
 */
export function secretsHider(secrets: Secrets): (json: unknown) => unknown {
  const hidden = Object.values(secrets)
    .filter(secret => secret.length >= shortestHidden)
    // One may hold another: the longest first, so that no rest of it stays.
    .sort((a, b) => b.length - a.length)
  const hideIn = (text: string) => hidden.reduce((rest, secret) => rest.replaceAll(secret, '[hidden]'), text)
  const hide = (value: unknown): unknown => {
    if (typeof value === 'string') return hideIn(value)
    if (typeof value === 'number') return hidden.some(secret => String(value).includes(secret)) ? '[hidden]' : value
    if (Array.isArray(value)) return value.map(hide)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [hideIn(name), hide(field)]))
  }
  return hide
}
