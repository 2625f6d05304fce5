import { betterAuth } from 'better-auth'
import { Kysely, PostgresDialect } from 'kysely'
import { z } from 'zod'
import type { Db } from '../database/connect.ts'
import { HubError } from '../runtime/errors.ts'
import { hashPassword, passwordMatches } from './password.ts'

/** The address of whoever tries to sign in, as our own server saw it: it never comes from outside. */
const addressHeader = 'x-cartwright-remote-address'
const base = 'http://hub.internal/api/auth'
const attempts = { windowSeconds: 60, most: 10 } as const
const sessionDays = 30
const signInAnswer = z.object({ user: z.object({ id: z.string(), name: z.string(), email: z.string() }) })

export interface SignInAttempt {
  readonly email: string
  readonly password: string
  readonly remoteAddress: string
  readonly userAgent: string
}

export interface SignedIn {
  readonly id: string
  readonly name: string
  readonly email: string
}

/**
 * Proves who somebody is. The library's own routes are not mounted anywhere: what is not called here
 * (signing up above all) cannot be reached.
 */
export interface SignIn {
  /** Begins a session. Throws `sign_in_failed` or `too_many_attempts`. */
  signIn(attempt: SignInAttempt): Promise<{ user: SignedIn; cookies: string[] }>
  whoIs(cookieHeader: string | undefined): Promise<SignedIn | null>
  /** Ends the session and returns the `Set-Cookie` values that make the browser forget it. */
  signOut(cookieHeader: string | undefined): Promise<string[]>
}

export function createSignIn(
  db: Db,
  options: { secret: string; secureCookies: boolean; reportError: (message: string) => void },
): SignIn {
  const auth = betterAuth({
    appName: 'Cartwright',
    baseURL: base,
    secret: options.secret,
    database: { db: authTables(db), type: 'postgres' },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: { hash: hashPassword, verify: ({ hash, password }) => passwordMatches(hash, password) },
    },
    session: { expiresIn: sessionDays * 86_400, updateAge: 86_400 },
    rateLimit: {
      enabled: true,
      storage: 'database',
      customRules: { '/sign-in/email': { window: attempts.windowSeconds, max: attempts.most } },
    },
    advanced: {
      cookiePrefix: 'cartwright',
      useSecureCookies: options.secureCookies,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => options.reportError(message) },
  })

  return {
    async signIn(attempt) {
      // Through the handler and not its function, for only the handler counts attempts.
      const response = await auth.handler(
        new Request(`${base}/sign-in/email`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': attempt.userAgent,
            [addressHeader]: attempt.remoteAddress,
          },
          body: JSON.stringify({ email: attempt.email, password: attempt.password, rememberMe: true }),
        }),
      )
      if (response.status === 429) {
        throw new HubError('too_many_attempts', 'Too many attempts to sign in.', {
          hint: `Wait ${response.headers.get('x-retry-after') ?? attempts.windowSeconds} seconds and try again.`,
        })
      }
      if (response.status >= 500) databaseAway(new Error(`The sign-in library answered ${response.status}`))
      if (!response.ok) {
        throw new HubError('sign_in_failed', 'E-mail address and password do not match.', {
          hint: 'Look for a typing mistake. A forgotten password is reset on the machine that the hub runs on.',
        })
      }
      const { user } = signInAnswer.parse(await response.json())
      return { user, cookies: response.headers.getSetCookie() }
    },

    async whoIs(cookieHeader) {
      if (cookieHeader === undefined) return null
      const found = await auth.api.getSession({ headers: new Headers({ cookie: cookieHeader }) }).catch(databaseAway)
      return found === null ? null : { id: found.user.id, name: found.user.name, email: found.user.email }
    },

    async signOut(cookieHeader) {
      if (cookieHeader === undefined) return []
      const { headers } = await auth.api.signOut({
        headers: new Headers({ cookie: cookieHeader }),
        returnHeaders: true,
      })
      return headers.getSetCookie()
    },
  }
}

/** All that the library does here is to ask the database; it keeps to itself what went wrong. */
function databaseAway(cause: unknown): never {
  throw new HubError('database_unavailable', 'The database does not answer.', { hint: 'Try again in a moment.', cause })
}

/** The library writes its own queries, on the hub's connections, and sees only its own tables. */
function authTables(db: Db): Kysely<unknown> {
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: db.pool }) }).withSchema('auth')
}
