import classes from './run.module.css'

interface Props {
  /** Between 0 and 1; null while nobody can tell. */
  readonly fraction: number | null
  readonly label: string
  readonly isStill?: boolean
}

/** How far something is. Never full before it is done. */
export function Bar({ fraction, label, isStill = false }: Props) {
  const percent = fraction === null ? null : Math.floor(Math.min(1, Math.max(0, fraction)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
      className={classes.bar}
      data-unknown={percent === null || undefined}
      data-still={isStill || undefined}
    >
      <span className={classes.fill} style={percent === null ? undefined : { width: `${percent}%` }} />
    </div>
  )
}
