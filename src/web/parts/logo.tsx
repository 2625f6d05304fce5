import classes from './logo.module.css'

const spokeAngles = [0, 60, 120, 180, 240, 300]

/** A cart's wheel: one hub, many spokes. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className={classes.mark}>
      <rect width="32" height="32" rx="8" className={classes.ground} />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round">
        <circle cx="16" cy="16" r="10" />
        {spokeAngles.map(angle => (
          <path key={angle} d="M16 6v5.600" transform={`rotate(${angle} 16 16)`} />
        ))}
      </g>
      <circle cx="16" cy="16" r="3.200" className={classes.hub} />
    </svg>
  )
}

export function Logo() {
  return (
    <span className={classes.logo}>
      <Mark />
      <span>Cartwright</span>
    </span>
  )
}
