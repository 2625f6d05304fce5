import type { StoreProfile } from '../../../api/contract/channels.ts'
import { asWords } from '../../format.ts'
import { Section } from '../../parts/page.tsx'
import table from '../../parts/table.module.css'
import classes from './channel.module.css'
import { NeedsPermission } from './needs-permission.tsx'
import { useFirstRows } from './use-first-rows.tsx'

export function Storefronts({ storefronts }: { storefronts: StoreProfile['storefronts'] }) {
  const { shown, more } = useFirstRows(storefronts ?? [], 'storefronts')
  const note = 'A storefront is one place where this store sells. BigCommerce itself calls it a channel.'
  if (storefronts === null || storefronts.length === 0) {
    return (
      <Section title="Storefronts" note={note}>
        {storefronts === null ? (
          <NeedsPermission what="The storefronts" scope="Channel Settings" />
        ) : (
          <p className={classes.muted}>The store has none.</p>
        )}
      </Section>
    )
  }
  return (
    <Section title="Storefronts" note={note} flush>
      <table className={table.table} aria-label="Storefronts">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Type</th>
            <th scope="col">Platform</th>
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(front => (
            <tr key={front.remoteId}>
              <th scope="row" data-label="Name">
                <span>
                  <bdi>{front.name}</bdi> {front.isDefault && <span className={classes.tag}>Default</span>}
                </span>
              </th>
              <td data-label="Type">{asWords(front.type)}</td>
              <td data-label="Platform">{asWords(front.platform)}</td>
              <td data-label="Status">{asWords(front.status)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </Section>
  )
}
