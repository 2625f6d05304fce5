import { createHash } from 'node:crypto'
import type { Chance } from './chance.ts'
import { lowerCase } from './chance.ts'
import { SandboxError } from './error.ts'
import { isScope } from './scopes.ts'

/** The two kinds that "Create API account" offers; only the first opens the API. */
export type TokenType = 'v2v3' | 'stencil_cli'

/**
 * An API account as the store keeps it. The token itself is not kept: it is shown once, as on the real platform. The
 * secret is, because deliveries of webhooks are signed with it; it opens nothing.
 */
export interface ApiAccount {
  readonly name: string
  readonly tokenType: TokenType
  readonly clientId: string
  readonly clientSecret: string
  readonly tokenHash: string
  readonly scopes: readonly string[]
  /** ISO 8601 */
  readonly createdAt: string
}

export interface NewAccount {
  readonly name: string
  readonly tokenType?: TokenType
  /** Parameter names such as `store_v2_orders_read_only`. */
  readonly scopes: readonly string[]
}

/** What the store shows once, when an account is made. */
export interface AccountCredentials {
  readonly name: string
  readonly clientId: string
  readonly clientSecret: string
  readonly accessToken: string
  readonly apiPath: string
  readonly storeHash: string
}

/** Documented in the help pages of the platform: 50 accounts for one store. */
export const accountMax = 50
export const accountNameMax = 255

/** The accounts hold only this of a token, so that nothing in the folder opens the store. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** @throws SandboxError where the store knows no scope of one of these names */
export function checkScopes(scopes: readonly string[]): void {
  const unknown = scopes.find(scope => !isScope(scope))
  if (unknown === undefined) return
  throw new SandboxError('option_invalid', `There is no scope ${unknown}.`, 'docs/sandbox.md lists the scopes.')
}

/** Makes the account and its secrets from the given chance; lengths are those of real credentials (31, 64, 31 characters). */
export function makeAccount(
  input: NewAccount,
  place: { chance: Chance; now: Date; apiPath: string; storeHash: string },
): { account: ApiAccount; credentials: AccountCredentials } {
  const name = input.name.trim()
  if (name === '') throw new SandboxError('option_invalid', 'An API account needs a name.', 'Give the account a name.')
  checkScopes(input.scopes)
  const clientId = place.chance.text(31, lowerCase)
  const clientSecret = place.chance.text(64, '0123456789abcdef')
  const accessToken = place.chance.text(31, lowerCase)
  const tokenType = input.tokenType ?? 'v2v3'
  return {
    account: {
      name,
      tokenType,
      clientId,
      clientSecret,
      tokenHash: hashToken(accessToken),
      // Guess: a Stencil-CLI token carries nothing but themes, whatever was ticked.
      scopes: tokenType === 'stencil_cli' ? ['store_themes_manage'] : [...new Set(input.scopes)],
      createdAt: place.now.toISOString(),
    },
    credentials: { name, clientId, clientSecret, accessToken, apiPath: place.apiPath, storeHash: place.storeHash },
  }
}
