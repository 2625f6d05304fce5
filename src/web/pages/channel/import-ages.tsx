import type { CatalogState } from '../../../api/contract/catalog.ts'
import { clockTime } from '../../format.ts'
import { When } from '../../parts/when.tsx'
import classes from './import.module.css'

const parts = [
  ['complete', 'Whole catalog, read through'],
  ['products', 'Looked for changes'],
  ['details', 'Options and modifiers'],
  ['categories', 'Categories'],
  ['brands', 'Brands'],
] as const

interface Props {
  readonly state: CatalogState
  readonly isPaused: boolean
}

/** How old each part is, and when the hub looks again by itself. */
export function ImportAges({ state: { readAt, nextChangesAt, nextFullAt }, isPaused }: Props) {
  return (
    <div className={classes.block}>
      <h3>How old it is</h3>
      <dl className={classes.ages}>
        {parts.map(([part, label]) => (
          <div key={part}>
            <dt>{label}</dt>
            <dd>{readAt[part] === null ? 'Not yet' : <When at={readAt[part]} />}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.small}>{nextWords(nextChangesAt, nextFullAt, isPaused)}</p>
    </div>
  )
}

function nextWords(changes: string | null, full: string | null, isPaused: boolean): string {
  if (isPaused) return 'The channel is paused, so the hub does not look by itself.'
  const sentences = [
    ...(changes === null ? [] : [`Looks for changes next: ${clockTime(changes)}.`]),
    ...(full === null ? [] : [`Reads the whole catalog next: ${clockTime(full)}, with requests that are to spare.`]),
  ]
  return sentences.length === 0 ? 'No next look is planned yet.' : sentences.join(' ')
}
