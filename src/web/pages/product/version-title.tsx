import classes from './product.module.css'
import type { Version } from './versions.ts'

/** Whose value stands below, where there are several. */
export function VersionTitle({ version: { title, differs } }: { version: Version }) {
  if (title === null) return null
  return (
    <h3 className={classes.versionTitle}>
      <bdi>{title}</bdi>
      {differs && <span className={classes.differs}>differs on this channel</span>}
    </h3>
  )
}
