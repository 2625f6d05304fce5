import { Button } from '@mantine/core'
import { IconSearchOff } from '@tabler/icons-react'
import { Empty } from '../empty.tsx'
import { Section } from '../page.tsx'

/** There are products, but none that was asked for. */
export function NothingFound({ search, onClear }: { search: string | undefined; onClear: () => void }) {
  return (
    <Section title="Nothing found">
      <Empty
        drawing={<IconSearchOff size={36} stroke={1.4} aria-hidden />}
        title={search === undefined ? 'No product is like this' : 'No product has this in its name, SKU or barcode'}
        actions={
          <Button variant="default" onClick={onClear}>
            Clear filters
          </Button>
        }
      >
        {search === undefined ? 'The filters leave nothing over.' : <bdi>{search}</bdi>}
      </Empty>
    </Section>
  )
}
