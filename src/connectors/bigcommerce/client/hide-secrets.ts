import type { Secrets } from '../../../connector/connector.ts'

/** What a session may use; the Access Token is always among it. */
export type SessionSecrets = Secrets & { readonly accessToken: string }

/** A shorter text may stand anywhere by chance; no Access Token or Client Secret that the form takes is shorter. */
const shortestHidden = 8

/**
 * Takes the secrets out of parsed JSON, names of fields included; in place, so the caller must own it. Some servers say in their answer what they were
 * sent, and an answer ends up in rows, in the database and on the screen. It has to happen after parsing: JSON may
 * write any letter as `\u0061`, and `/` as `\/`.
 */
export function secretsHider(secrets: Secrets): (json: unknown) => unknown {
  const hidden = Object.values(secrets)
    .filter(secret => secret.length >= shortestHidden)
    // One may hold another: the longest first, so that no rest of it stays.
    .sort((a, b) => b.length - a.length)
  const holdsSecret = (text: string) => hidden.some(secret => text.includes(secret))
  const hideIn = (text: string) => hidden.reduce((rest, secret) => rest.replaceAll(secret, '[hidden]'), text)
  const mayBeNumber = hidden.some(secret => /^[-+.\de]+$/i.test(secret))
  const hide = (value: unknown): unknown => {
    if (typeof value === 'string') return holdsSecret(value) ? hideIn(value) : value
    if (typeof value === 'number') return mayBeNumber && holdsSecret(String(value)) ? '[hidden]' : value
    if (Array.isArray(value)) {
      for (const [at, entry] of value.entries()) {
        const shown = hide(entry)
        if (shown !== entry) value[at] = shown
      }
      return value
    }
    if (typeof value !== 'object' || value === null) return value
    return hideInObject(value as Record<string, unknown>)
  }
  // Answers are large and hold a secret almost never: what stays the same is not made anew.
  const hideInObject = (object: Record<string, unknown>): unknown => {
    if (Object.keys(object).some(holdsSecret)) {
      return Object.fromEntries(Object.entries(object).map(([name, field]) => [hideIn(name), hide(field)]))
    }
    for (const [name, field] of Object.entries(object)) {
      const shown = hide(field)
      if (shown !== field) setOwn(object, name, shown)
    }
    return object
  }
  return hide
}

/** Also where the name means something to JavaScript, such as `__proto__`. */
function setOwn(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
}
