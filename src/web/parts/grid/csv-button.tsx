import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { queryOf } from '../../client.ts'

interface Props {
  readonly path: string
  readonly query: Readonly<Record<string, unknown>>
}

/** Exports what the list shows, all of it and not only what was scrolled to. */
export function CsvButton({ path, query }: Props) {
  return (
    <Button
      component="a"
      href={path + queryOf(query)}
      download
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
    >
      Export CSV
    </Button>
  )
}
