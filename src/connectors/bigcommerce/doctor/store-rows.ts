import type { CheckRow } from '../../../domain/check.ts'
import type { Answer } from '../client/answer.ts'
import { wasRefused } from '../client/answer.ts'
import { readStoreAnswer, type StoreAnswer } from '../store-profile.ts'
import { storeRow } from './rows.ts'

type Reading = Pick<CheckRow, 'verdict' | 'found'> & { readonly fix?: string }

/** Plain facts that the store's information holds, each read by one line. */
const facts: readonly { key: string; title: string; read: (store: StoreAnswer) => Reading | null }[] = [
  { key: 'store_status', title: 'Store status', read: readStatus },
  {
    key: 'plan',
    title: 'BigCommerce plan',
    read: ({ plan_name, plan_is_trial }) =>
      plan_name === '' ? null : { verdict: 'have', found: plan_is_trial ? `${plan_name}, on trial.` : `${plan_name}.` },
  },
  {
    key: 'currency',
    title: 'Currency',
    read: ({ currency, is_price_entered_with_tax }) =>
      currency === ''
        ? null
        : {
            verdict: 'have',
            found: `${currency}; prices are entered ${is_price_entered_with_tax ? 'with' : 'without'} tax.`,
          },
  },
  { key: 'multi_storefront', title: 'Several storefronts', read: readMultiStorefront },
]

function readStatus({ status }: StoreAnswer): Reading | null {
  if (status === '') return null
  if (status.toLowerCase() === 'live') return { verdict: 'have', found: 'The store is live.' }
  return {
    verdict: 'warning',
    found: `The store is not live: BigCommerce calls it “${status}”.`,
    fix: 'The hub works all the same. Open the store in BigCommerce when it is meant to sell.',
  }
}

function readMultiStorefront({ features }: StoreAnswer): Reading {
  return {
    verdict: 'have',
    found: features.multi_storefront_enabled ? 'Several storefronts are possible.' : 'The plan is for one storefront.',
  }
}

/** `store` null: it was not asked, because the connection itself failed. */
export function storeRows(store: Answer | null, notChecked: string): CheckRow[] {
  const answer = store?.kind === 'ok' ? readStoreAnswer(store.json) : null
  const silent =
    store === null
      ? notChecked
      : wasRefused(store)
        ? 'The store tells this only to API accounts with the scope Information & Settings.'
        : 'The store could not be asked this time.'
  return facts.map(({ key, title, read }) => {
    const reading = answer === null ? null : read(answer)
    if (reading === null) {
      const found = answer === null ? silent : "The store didn't tell."
      return storeRow({ key, title, verdict: 'unproven', found })
    }
    return storeRow({ key, title, fix: null, ...reading })
  })
}
