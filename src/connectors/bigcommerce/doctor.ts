import type { CheckRow } from '../../domain/check.ts'
import type { StoreReads } from './client/store-reads.ts'
import { capabilities, checkCapability, uncheckedCapability } from './doctor/access.ts'
import { clockRow, quotaRow } from './doctor/clock-and-quota.ts'
import { clientIdRow, credentialRows } from './doctor/credentials.ts'
import { connectionRow } from './doctor/rows.ts'
import { findStanding } from './doctor/standing.ts'
import { storeRows } from './doctor/store-rows.ts'
import type { BigCommerceSettings } from './settings.ts'

/**
 * The connection doctor: always the same rows in the same order, each as soon as it is known. First whether hash
 * and token work at all; only then does a refused read mean a missing scope. It reads and never writes.
 */
export async function* runDoctor(settings: BigCommerceSettings, reads: StoreReads): AsyncGenerator<CheckRow> {
  const host = new URL(settings.apiAddress).host
  const standing = await findStanding(reads)
  yield* credentialRows(standing, settings)
  if (standing.kind !== 'proven') {
    yield* uncheckedRows(
      standing.kind === 'unreachable'
        ? 'Not checked, because the store could not be reached.'
        : 'Not checked, because BigCommerce refused the credentials.',
    )
    return
  }

  // Everything is asked for at once, as far as the reads allow; the rows keep their order.
  const time = reads.time()
  const store = reads.store()
  const access = capabilities.map(capability => checkCapability(capability, reads, host))
  for (const row of [time, store, ...access]) row.catch(() => {})

  const hooks = await reads.hooks()
  yield clientIdRow(hooks, settings.clientId)
  yield clockRow(await time, [hooks, standing.telling])
  yield quotaRow([hooks, standing.telling, await time, await store])
  yield* storeRows(await store, '')
  for (const row of access) yield await row
}

function* uncheckedRows(notChecked: string): Generator<CheckRow> {
  const unchecked = { verdict: 'unproven', found: notChecked } as const
  yield connectionRow({ key: 'client_id', title: 'Client ID', ...unchecked })
  yield connectionRow({ key: 'clock', title: 'Clock', ...unchecked })
  yield connectionRow({ key: 'quota', title: 'Request quota', ...unchecked })
  yield* storeRows(null, notChecked)
  for (const capability of capabilities) yield uncheckedCapability(capability, notChecked)
}
