import type { FieldRow } from '../../../api/contract/catalog.ts'
import { asWords } from '../../format.ts'
import { money } from '../../money.ts'
import { htmlAsText } from '../../parts/html-text.ts'
import { isWord } from './fields.ts'
import { listOf, partAsText } from './parts.ts'
import classes from './product.module.css'

interface Props {
  readonly field: Pick<FieldRow, 'key' | 'kind'>
  readonly value: unknown
  readonly currency: string | null
}

const textMost = 400

/** The value of a field, in the form of its kind. */
export function Value({ field: { key, kind }, value, currency }: Props) {
  if (value === null || value === undefined || value === '') return <span className={classes.muted}>none</span>
  if (kind === 'flag') return value === true ? 'Yes' : 'No'
  if (kind === 'list') {
    const parts = listOf(value)
    if (parts.length === 0) return <span className={classes.muted}>none</span>
    return <bdi>{parts.map(partAsText).join(', ')}</bdi>
  }
  if (isWord(key) && typeof value === 'string') return asWords(value)
  if (typeof value !== 'string' && typeof value !== 'number') return <bdi>{JSON.stringify(value)}</bdi>
  if (kind === 'money') return money(String(value), currency)
  if (kind === 'whole' && typeof value === 'number') return value.toLocaleString()
  return <LongText text={kind === 'html' ? htmlAsText(String(value)) : String(value)} />
}

function LongText({ text }: { text: string }) {
  if (text.length <= textMost) return <bdi className={classes.text}>{text}</bdi>
  return (
    <details className={classes.long}>
      <summary>
        <bdi>{text.slice(0, textMost).toWellFormed()}…</bdi>
      </summary>
      <bdi className={classes.text}>{text}</bdi>
    </details>
  )
}
