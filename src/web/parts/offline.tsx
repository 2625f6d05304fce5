import { IconPlugConnectedX } from '@tabler/icons-react'
import { useHubReachable } from '../reachability.ts'
import classes from './offline.module.css'

/** Says that the hub is silent, for as long as it is. */
export function OfflineBanner() {
  const reachable = useHubReachable()
  return (
    <div role="status" aria-live="polite" className={classes.place}>
      {!reachable && (
        <div className={classes.banner}>
          <IconPlugConnectedX size={18} aria-hidden />
          <span>
            <strong>The hub does not answer.</strong> See that it is running on its machine; this page goes on by itself
            as soon as it does. What you typed stays here.
          </span>
        </div>
      )}
    </div>
  )
}
