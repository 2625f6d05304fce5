import type { StoreProfile } from '../../../api/contract/channels.ts'
import { Section } from '../../parts/page.tsx'
import table from '../../parts/table.module.css'
import classes from './channel.module.css'
import { NeedsPermission } from './needs-permission.tsx'
import { useFirstRows } from './use-first-rows.tsx'

type Zone = NonNullable<StoreProfile['shippingZones']>[number]

export function ShippingZones({ zones }: { zones: StoreProfile['shippingZones'] }) {
  const { shown, more } = useFirstRows(zones ?? [], 'zones')
  if (zones === null || zones.length === 0) {
    return (
      <Section title="Shipping zones and methods">
        {zones === null ? (
          <NeedsPermission what="Shipping zones and methods" scope="Information & Settings" />
        ) : (
          <p className={classes.muted}>The store has no shipping zones yet. They are made in its control panel.</p>
        )}
      </Section>
    )
  }
  return (
    <Section title="Shipping zones and methods" flush>
      <table className={table.table} aria-label="Shipping zones and methods">
        <thead>
          <tr>
            <th scope="col">Zone</th>
            <th scope="col">Applies to</th>
            <th scope="col">Methods</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(zone => (
            <tr key={zone.remoteId}>
              <th scope="row" data-label="Zone">
                <span>
                  <bdi>{zone.name}</bdi> {!zone.enabled && <span className={classes.tag}>Off</span>}
                </span>
              </th>
              <td data-label="Applies to">
                <bdi>{zone.appliesTo}</bdi>
              </td>
              <td data-label="Methods">
                <Methods methods={zone.methods} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </Section>
  )
}

function Methods({ methods }: { methods: Zone['methods'] }) {
  if (methods === null) return <span className={classes.muted}>Could not be read</span>
  if (methods.length === 0) return <span className={classes.muted}>None</span>
  return (
    <ul className={classes.methods}>
      {methods.map(method => (
        <li key={method.remoteId} className={method.enabled ? undefined : classes.muted}>
          <bdi>{method.name}</bdi>
          {!method.enabled && ' (off)'}
        </li>
      ))}
    </ul>
  )
}
