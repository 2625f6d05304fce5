import classes from './meter.module.css'

export interface MeterPart {
  readonly label: string
  readonly amount: number
  readonly tone: 'used' | 'free' | 'others' | 'kept'
}

interface Props {
  readonly label: string
  readonly parts: readonly MeterPart[]
}

/** One bar made of parts, with a legend that says each in numbers. */
export function Meter({ label, parts }: Props) {
  return (
    <div>
      <div className={classes.bar} aria-hidden="true">
        {parts.map(
          ({ label: name, amount, tone }) =>
            amount > 0 && <span key={name} data-tone={tone} style={{ flexGrow: amount }} className={classes.part} />,
        )}
      </div>
      <ul className={classes.legend} aria-label={label}>
        {parts.map(({ label: name, amount, tone }) => (
          <li key={name}>
            <span className={classes.sign} data-tone={tone} aria-hidden="true" />
            {name} <strong>{amount.toLocaleString()}</strong>
          </li>
        ))}
      </ul>
    </div>
  )
}
