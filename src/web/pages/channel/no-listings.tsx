import { Skeleton } from '@mantine/core'
import { IconPackageImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Section } from '../../parts/page.tsx'
import { catalogQuery } from '../../run-queries.ts'
import { ImportNeedsPermission } from './import-needs-permission.tsx'

/** Nothing of the store is here: it was not imported yet, may not be, or the import has only begun. */
export function NoListings({ channelId }: { channelId: string }) {
  const catalog = useQuery(catalogQuery(channelId)).data
  if (catalog === undefined) return <Skeleton height={240} radius="lg" />
  if (catalog.missingPermission !== null) {
    return (
      <Section title="No products yet">
        <ImportNeedsPermission channelId={channelId} missing={catalog.missingPermission} isThere={false} />
      </Section>
    )
  }
  const isImporting = catalog.activeRun !== null
  const isKnownEmpty = catalog.readAt.complete !== null
  return (
    <Section title="No products yet">
      <Empty
        drawing={<IconPackageImport size={36} stroke={1.4} aria-hidden />}
        title={titleOf(isImporting, isKnownEmpty)}
        actions={
          <LinkButton to="/channels/$channelId" params={{ channelId }} variant={isImporting ? 'default' : 'filled'}>
            {isImporting ? 'See how far it is' : 'Go to the import'}
          </LinkButton>
        }
      >
        {isImporting
          ? 'Products stand here as soon as the first of them have come.'
          : 'Import from store reads the whole catalog. Nothing is written to your store.'}
      </Empty>
    </Section>
  )
}

function titleOf(isImporting: boolean, isKnownEmpty: boolean): string {
  if (isImporting) return 'The import has begun'
  return isKnownEmpty ? 'The store has no products' : 'Nothing was imported yet'
}
