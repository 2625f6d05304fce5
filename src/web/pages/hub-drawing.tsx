import classes from './hub-drawing.module.css'

/** Stores around one hub. */
export function HubDrawing() {
  return (
    <svg width="180" height="96" viewBox="0 0 180 96" aria-hidden="true" className={classes.drawing}>
      <path d="M44 26 78 44M44 70l34-18M136 26l-34 18M136 70l-34-18" className={classes.line} />
      {[
        [8, 12],
        [8, 60],
        [136, 12],
        [136, 60],
      ].map(([x, y]) => (
        <g key={`${x} ${y}`} transform={`translate(${x} ${y})`}>
          <rect width="36" height="24" rx="5" className={classes.store} />
          <path d="M7 9h14M7 15h9" className={classes.text} />
        </g>
      ))}
      <circle cx="90" cy="48" r="19" className={classes.hub} />
      <circle cx="90" cy="48" r="5" className={classes.core} />
    </svg>
  )
}
