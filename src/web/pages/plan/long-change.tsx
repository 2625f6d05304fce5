import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { htmlAsText } from '../../parts/html-text.ts'
import classes from './change-table.module.css'
import { diffWords, shortened } from './text-diff.ts'

interface Props {
  readonly before: string
  readonly after: string
  readonly isMarkup: boolean
}

/** A long text: what is gone and what is new in it, to be unfolded. */
export function LongChange({ before, after, isMarkup }: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={classes.long}>
      <span className={classes.longHead}>
        <span>{lengthWords(before, after)}</span>
        <Button variant="subtle" size="compact-xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Hide what changes' : 'Show what changes'}
        </Button>
      </span>
      {isOpen && <Differences before={before} after={after} isMarkup={isMarkup} />}
    </div>
  )
}

function lengthWords(before: string, after: string): string {
  const signs = (text: string) => text.length.toLocaleString()
  if (before === '') return `New text, ${signs(after)} characters`
  if (after === '') return `The text is removed, ${signs(before)} characters`
  return `Text changes, ${signs(before)} to ${signs(after)} characters`
}

function Differences({ before, after, isMarkup }: Props) {
  const texts = useMemo(
    () => [before, after].map(text => (isMarkup ? htmlAsText(text) : text)),
    [before, after, isMarkup],
  )
  const [old = '', now = ''] = texts
  // Where only the markup differs there is nothing to see in the text.
  const [isSource, setSource] = useState(isMarkup && old === now)
  const [isWhole, setWhole] = useState(false)
  const pieces = useMemo(
    () => (isSource ? diffWords(before, after) : diffWords(old, now)),
    [isSource, before, after, old, now],
  )
  const short = useMemo(() => shortened(pieces), [pieces])
  const isCut = short.some((piece, at) => piece !== pieces[at])
  return (
    <>
      <p className={classes.diff} dir="auto">
        {(isWhole ? pieces : short).map(({ kind, text }, at) => {
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name, and never change places
          if (kind === 'same') return <span key={at}>{text}</span>
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          return kind === 'gone' ? <del key={at}>{text}</del> : <ins key={at}>{text}</ins>
        })}
      </p>
      <span className={classes.longHead}>
        {isCut && (
          <Button variant="subtle" size="compact-xs" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Only what changes' : 'The whole text'}
          </Button>
        )}
        {isMarkup && (
          <Button variant="subtle" size="compact-xs" onClick={() => setSource(!isSource)}>
            {isSource ? 'As text' : 'The HTML source'}
          </Button>
        )}
      </span>
    </>
  )
}
