import { IconArrowRight } from '@tabler/icons-react'
import type { EditedRow, EditField } from '../../../api/contract/edits.ts'
import { count } from '../../format.ts'
import { money } from '../../money.ts'
import { categoriesInWords, inWords } from '../edit/values.ts'
import classes from './bulk.module.css'
import { lookedAt, type Tally } from './tally.ts'

interface Props {
  readonly label: string
  readonly tally: Tally
  readonly fields: readonly EditField[]
  readonly level: EditField['level']
  /** It is done, not only what would be. */
  readonly isDone: boolean
  /** It is of what was asked before. */
  readonly isOld?: boolean
  readonly nameOf: (channelId: string) => string
}

/** What an edit of many comes to: the figures, the first rows with old and new, what can't be, and what channels get. */
export function Outcome({ label, tally, fields, level, isDone, isOld = false, nameOf }: Props) {
  const { changed, unchanged, refused, rows, faulty, channels, next } = tally
  const thing = level
  const isCounting = !isDone && next !== null
  return (
    <section className={classes.preview} aria-label={label} data-old={isOld || undefined}>
      <div className={`${classes.head} ${classes.counts}`} role="status">
        <strong>
          {count(changed, thing)} {isDone ? 'changed' : changed === 1 ? 'changes' : 'change'}
        </strong>
        {unchanged > 0 && <span>{unchanged.toLocaleString()} stay as they are</span>}
        {refused > 0 && <span className={classes.fault}>{refused.toLocaleString()} cannot be changed so</span>}
        {isCounting && <span>{lookedAt(tally).toLocaleString()} looked at so far</span>}
      </div>
      {rows.length > 0 && (
        <ul className={classes.rows} aria-label="The first that change">
          {rows.map(row => (
            <li key={row.id}>
              <Named row={row} />
              <div>
                {row.fields.map(one => (
                  <Changed
                    key={`${one.level} ${one.field}`}
                    one={one}
                    fields={fields}
                    isSeveral={row.fields.length > 1}
                  />
                ))}
              </div>
            </li>
          ))}
          {changed > rows.length && (
            <li className={classes.muted}>and {(changed - rows.length).toLocaleString()} more</li>
          )}
        </ul>
      )}
      {refused > 0 && (
        <details className={classes.faults} open={isDone}>
          <summary>
            {count(refused, thing)} cannot be changed so, and {refused === 1 ? 'stays' : 'stay'} as{' '}
            {refused === 1 ? 'it is' : 'they are'}
          </summary>
          <ul>
            {faulty.map(row => (
              <li key={row.id}>
                <bdi>{row.name || row.id}</bdi>: {row.faults.map(({ sentence }) => sentence).join(' ')}
              </li>
            ))}
            {refused > faulty.length && <li>and {(refused - faulty.length).toLocaleString()} more</li>}
          </ul>
        </details>
      )}
      {channels.size > 0 && (
        <ul className={classes.effects} aria-label="What the channels get">
          {[...channels].map(([channelId, { products, variants, notSent }]) => (
            <li key={channelId}>
              <strong>
                <bdi>{nameOf(channelId)}</bdi>
              </strong>
              : {toSendWords(products, variants)}
              {notSent.length > 0 && ` ${labelsOf(notSent, fields)} there belongs to the store, and stays as it is.`}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Named({ row: { name, sku } }: { row: EditedRow }) {
  return (
    <div className={classes.name}>
      <bdi title={name}>{name.trim() === '' ? 'Without a name' : name}</bdi>
      {sku !== '' && <bdi className={classes.sku}>{sku}</bdi>}
    </div>
  )
}

interface ChangedProps {
  readonly one: EditedRow['fields'][number]
  readonly fields: readonly EditField[]
  readonly isSeveral: boolean
}

function Changed({ one: { level, field, label, before, after }, fields, isSeveral }: ChangedProps) {
  const known = fields.find(each => each.level === level && each.field === field)
  const { kind = 'text', unit = null, control } = known ?? {}
  const words = (value: unknown) =>
    control === 'categories' ? categoriesInWords(value) : inWords(kind, value, text => money(text, unit))
  return (
    <span className={classes.change}>
      {isSeveral && <span className={classes.muted}>{label}</span>}
      <bdi className={classes.before}>{words(before)}</bdi>
      <IconArrowRight size={13} aria-label="becomes" />
      <bdi>{words(after)}</bdi>
    </span>
  )
}

function toSendWords(products: number, variants: number): string {
  const parts = [products > 0 && count(products, 'product'), variants > 0 && count(variants, 'variant')].filter(Boolean)
  return parts.length === 0 ? 'nothing to send.' : `${parts.join(' and ')} to send.`
}

function labelsOf(keys: readonly string[], fields: readonly EditField[]): string {
  return keys.map(key => fields.find(({ field }) => field === key)?.label ?? key).join(', ')
}
