import { IconExternalLink } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { StoreProfile } from '../../../api/contract/channels.ts'
import { asWords, utcOffset } from '../../format.ts'
import { Section } from '../../parts/page.tsx'
import { When } from '../../parts/when.tsx'
import classes from './channel.module.css'
import { NeedsPermission } from './needs-permission.tsx'

interface Props {
  readonly store: StoreProfile['store']
  readonly readAt: string
}

/** What the store says of itself. */
export function StoreFacts({ store, readAt }: Props) {
  if (store === null) {
    return (
      <Section title="Store">
        <NeedsPermission what="The store’s name, currency, units and time zone" scope="Information & Settings" />
      </Section>
    )
  }
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Name', <bdi key="name">{store.name}</bdi>],
    ['Domain', store.domain],
    ['Status', asWords(store.status)],
    ['BigCommerce plan', store.trial ? `${store.planName} (trial)` : store.planName],
    ['Currency', store.currency],
    ['Prices', store.pricesIncludeTax ? 'Entered including tax' : 'Entered excluding tax'],
    ['Weight', asWords(store.weightUnit)],
    ['Length', asWords(store.lengthUnit)],
    ['Time zone', `${store.timeZone} (${utcOffset(store.utcOffsetMinutes)})`],
    ['More than one storefront', store.multiStorefront ? 'Possible' : 'Not enabled'],
  ]
  return (
    <Section
      title="Store"
      note={
        <>
          As the store said <When at={readAt} />
        </>
      }
      actions={
        store.controlPanelUrl !== null &&
        /^https?:/.test(store.controlPanelUrl) && (
          <a href={store.controlPanelUrl} target="_blank" rel="noreferrer" className={classes.outside}>
            Open the control panel <IconExternalLink size={14} aria-hidden />
          </a>
        )
      }
    >
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value === '' ? '—' : value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
