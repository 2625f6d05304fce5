import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconDownload } from '@tabler/icons-react'
import type { CatalogState } from '../../../api/contract/catalog.ts'
import { isUnfinished } from '../../parts/run/words.ts'
import classes from './import.module.css'
import type { StartImport } from './use-start-import.ts'

interface Props {
  readonly state: CatalogState
  readonly start: StartImport
}

/** The button that imports, and beside it the choice to read only what changed. */
export function ImportStart({ state, start }: Props) {
  const { lastRun, missingPermission, readAt } = state
  if (missingPermission !== null) return null
  const isAgain = lastRun !== null && (lastRun.state === 'failed' || lastRun.state === 'cancelled')
  const hasAll = readAt.complete !== null
  const variant = hasAll && !isAgain ? 'default' : 'filled'
  return (
    <Button.Group className={classes.start}>
      <Button
        variant={variant}
        leftSection={<IconDownload size={16} aria-hidden />}
        loading={start.isPending}
        onClick={() => start.mutate('full')}
      >
        {isUnfinished(state) ? 'Resume the import' : isAgain ? 'Import again' : 'Import from store'}
      </Button>
      {hasAll && (
        <Menu position="bottom-end" width={300}>
          <Menu.Target>
            <Button variant={variant} px={8} aria-label="Other ways to import" disabled={start.isPending}>
              <IconChevronDown size={16} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => start.mutate('changes')}>
              Only what changed
              <span className={classes.itemNote}>What the store says was edited since the last look. Quick.</span>
            </Menu.Item>
            <Menu.Item onClick={() => start.mutate('full')}>
              The whole catalog
              <span className={classes.itemNote}>Reads every product again, and finds those that are gone.</span>
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </Button.Group>
  )
}
