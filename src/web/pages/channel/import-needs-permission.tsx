import { IconLock } from '@tabler/icons-react'
import type { CatalogState } from '../../../api/contract/catalog.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import classes from './import.module.css'

interface Props {
  readonly channelId: string
  readonly missing: NonNullable<CatalogState['missingPermission']>
  /** Whether an earlier import brought something. */
  readonly isThere: boolean
}

/** Instead of an import that would fail: which permission it needs, what for, and how to get it. */
export function ImportNeedsPermission({ channelId, missing, isThere }: Props) {
  return (
    <div className={classes.permission}>
      <IconLock size={20} aria-hidden />
      <div>
        <p>
          <strong>
            {isThere ? 'Importing stopped' : 'Nothing was imported'}: the API account lacks the {missing.name}{' '}
            permission.
          </strong>
        </p>
        <p>It would unlock: {missing.unlocks}</p>
        <p className={classes.muted}>{missing.fix}</p>
        <LinkButton
          to="/channels/$channelId/settings/api-connection"
          params={{ channelId }}
          variant="default"
          className={classes.permissionButton}
        >
          To API Connection
        </LinkButton>
      </div>
    </div>
  )
}
