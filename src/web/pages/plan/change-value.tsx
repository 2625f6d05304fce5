import type { Change } from '../../../api/contract/plans.ts'
import { money } from '../../money.ts'
import { ImagesChange, imageWords } from '../product/images-change.tsx'
import { imagesIn } from '../product/images-list.ts'
import { listOf, partAsText } from '../product/parts.ts'
import classes from './change-table.module.css'

interface Props {
  readonly kind: Change['kind']
  readonly value: unknown
  readonly currency: string | null
  /** The value on the other side: entries that only this side has stand out. */
  readonly other?: unknown
  readonly side: 'gone' | 'new'
}

/** One side of a change, in the form of its kind; as exact as it is. */
export function ChangeValue({ kind, value, currency, other, side }: Props) {
  if (isNothing(value)) return <span className={classes.muted}>Nothing</span>
  if (kind === 'flag') return value === true ? 'Yes' : 'No'
  if (kind === 'list' && imagesIn(value).length > 0) return <ImagesChange value={value} other={other} side={side} />
  if (kind === 'list') return <Entries value={value} other={other} side={side} />
  if (typeof value !== 'string' && typeof value !== 'number') return <bdi>{JSON.stringify(value)}</bdi>
  if (kind === 'money') return <span className={classes.number}>{money(String(value), currency)}</span>
  return <bdi className={classes.text}>{String(value)}</bdi>
}

export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Numbers stand at the right edge, below one another. */
export function isNumber({ kind }: Pick<Change, 'kind'>): boolean {
  return kind === 'money' || kind === 'decimal' || kind === 'whole'
}

/** A text that has no room in a cell. */
const shortMost = 120

export function isLong({ kind, before, after }: Pick<Change, 'kind' | 'before' | 'after'>): boolean {
  if (kind !== 'text' && kind !== 'html') return false
  const isMarkup = (value: unknown) => typeof value === 'string' && /<[a-z!/]/i.test(value)
  const length = (value: unknown) => (typeof value === 'string' ? value.length : 0)
  return Math.max(length(before), length(after)) > shortMost || (kind === 'html' && [before, after].some(isMarkup))
}

/** In words, for the line that a screen reader reads and for short mentions. */
export function valueWords(kind: Change['kind'], value: unknown, currency: string | null): string {
  if (isNothing(value)) return 'nothing'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const images = imagesIn(value)
  if (images.length > 0) return images.map(imageWords).join(', ')
  if (kind === 'list') return listOf(value).map(partAsText).join(', ')
  if (kind === 'money') return money(String(value), currency)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function Entries({ value, other, side }: { value: unknown; other: unknown; side: 'gone' | 'new' }) {
  const others = new Set(listOf(other).map(wordsOf))
  const Mark = side === 'gone' ? 'del' : 'ins'
  return (
    <ul className={classes.entries}>
      {listOf(value).map((part, at) => {
        const words = wordsOf(part)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry may be there twice
          <li key={at}>{others.has(words) ? <bdi>{words}</bdi> : <Mark>{words}</Mark>}</li>
        )
      })}
    </ul>
  )
}

/** An entry as text, with its value where it has a name and a value. */
function wordsOf(part: unknown): string {
  if (typeof part === 'object' && part !== null && 'name' in part && 'value' in part) {
    return `${String(part.name)}: ${String(part.value)}`
  }
  return partAsText(part)
}
