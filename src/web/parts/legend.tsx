import classes from './legend.module.css'

interface Props {
  readonly label: string
  readonly entries: readonly { readonly term: string; readonly means: string }[]
}

/** What the words of a page stand for, side by side; one below the other where there is no room. */
export function Legend({ label, entries }: Props) {
  return (
    <dl className={classes.legend} aria-label={label}>
      {entries.map(({ term, means }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{means}</dd>
        </div>
      ))}
    </dl>
  )
}
