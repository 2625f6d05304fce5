import type { CheckRow } from '../../../domain/check.ts'
import type { Answer } from '../client/answer.ts'
import { listOf, looseObject, looseText } from '../client/loose.ts'
import type { BigCommerceSettings } from '../settings.ts'
import { connectionRow } from './rows.ts'
import { fixForMissingScope } from './scopes.ts'
import type { Standing } from './standing.ts'
import { tellFailure } from './words.ts'

const title = { address: 'API address', hash: 'Store Hash', token: 'Access Token', client: 'Client ID' }

/** API address, Store Hash and Access Token: they are proven, or fail, together. */
export function credentialRows(standing: Standing, settings: BigCommerceSettings): CheckRow[] {
  const host = new URL(settings.apiAddress).host
  const { storeHash } = settings
  switch (standing.kind) {
    case 'proven':
      return [
        row('api_address', title.address, 'have', `${host} answers.`),
        row('store_hash', title.hash, 'have', `BigCommerce knows the store ${storeHash}.`),
        row('access_token', title.token, 'have', 'BigCommerce accepts the Access Token for this store.'),
      ]
    case 'unreachable': {
      const { found, fix } = tellFailure(standing.telling, host)
      return [
        { ...row('api_address', title.address, 'failed', found), fix, blocks: 'unreachable' },
        row('store_hash', title.hash, 'unproven', 'Not checked, because the store could not be reached.'),
        row('access_token', title.token, 'unproven', 'Not checked, because the store could not be reached.'),
      ]
    }
    case 'powerless':
      return [
        row('api_address', title.address, 'have', `${host} answers.`),
        row('store_hash', title.hash, 'have', `BigCommerce knows the store ${storeHash}.`),
        {
          ...row(
            'access_token',
            title.token,
            'failed',
            'BigCommerce lets this Access Token read nothing of the store.',
          ),
          fix: `It may be a Stencil-CLI token, which is for themes only, or no scope was ticked. ${fixForMissingScope}`,
          blocks: 'refused',
        },
      ]
    case 'refused':
      return [
        row('api_address', title.address, 'have', `${host} answers.`),
        ...refusedRows(standing.telling, storeHash),
      ]
  }
}

/** 401: the token is not valid for this store. 403 or 404 for everything: more likely another store is meant. */
function refusedRows(telling: Answer, storeHash: string): CheckRow[] {
  const unsure = 'This cannot be told while BigCommerce refuses everything.'
  if (telling.kind === 'unauthorized') {
    return [
      row('store_hash', title.hash, 'unproven', unsure),
      {
        ...row('access_token', title.token, 'failed', 'BigCommerce refuses this Access Token.'),
        fix:
          'Copy the Access Token again, from its first character to its last. If it is right: the API account may have ' +
          `been deleted in BigCommerce, the Store Hash ${storeHash} may be wrong, or the token may be a Stencil-CLI ` +
          'token, which is for themes only. Then make a new API account of the kind V2/V3 API token.',
        blocks: 'refused',
      },
    ]
  }
  const found =
    telling.kind === 'not_found'
      ? `BigCommerce has no store under the hash ${storeHash}.`
      : `BigCommerce refuses every read of the store ${storeHash} with this Access Token.`
  return [
    {
      ...row('store_hash', title.hash, 'failed', found),
      fix:
        'First compare the Store Hash with the API path of the API account, upper and lower case included. If it is ' +
        'right: the API account may have been deleted in BigCommerce, or its token may be a Stencil-CLI token, which ' +
        'is for themes only. Then make a new API account of the kind V2/V3 API token.',
      blocks: 'refused',
    },
    row('access_token', title.token, 'unproven', unsure),
  ]
}

/** Hooks belong to a client, and only those of the token's own client are listed ("webhooks.v3", Get Webhooks). */
export function clientIdRow(hooks: Answer, clientId: string): CheckRow {
  const owners = new Set(
    (hooks.kind === 'ok' ? (listOf(hooks.json) ?? []) : [])
      .map(hook => looseObject({ client_id: looseText }).parse(hook).client_id)
      .filter(owner => owner !== ''),
  )
  if (owners.has(clientId)) {
    return row('client_id', title.client, 'have', 'The Client ID and the Access Token belong together.')
  }
  const [owner] = owners
  if (owner !== undefined) {
    return {
      ...row('client_id', title.client, 'warning', `The Access Token belongs to another Client ID: ${owner}.`),
      fix: 'The connection works all the same. Put the right Client ID into the form, so that the account is easy to find in BigCommerce.',
    }
  }
  return row(
    'client_id',
    title.client,
    'unproven',
    'BigCommerce tells the Client ID only once an API account has set up notifications, and this one has none yet. The connection works without.',
  )
}

function row(key: string, rowTitle: string, verdict: CheckRow['verdict'], found: string): CheckRow {
  return connectionRow({ key, title: rowTitle, verdict, found })
}
