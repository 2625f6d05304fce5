import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { FieldRow } from '../../../api/contract/catalog.ts'
import { htmlAsText } from '../../parts/html-text.ts'
import { Section } from '../../parts/page.tsx'
import { fieldOf } from './fields.ts'
import classes from './product.module.css'
import type { Sides } from './sides.ts'
import { VersionTitle } from './version-title.tsx'
import { versionsOf } from './versions.ts'

/** The description as text; its HTML is shown as its source, and never put to work. */
export function Description({ fields, sides }: { fields: readonly FieldRow[]; sides: Sides }) {
  const [isSource, setSource] = useState(false)
  const versions = versionsOf(fieldOf(fields, 'description'), sides)
  if (versions.length === 0) return null
  const isMarkup = versions.some(({ value }) => /[<&]/.test(htmlOf(value)))
  return (
    <Section
      title="Description"
      actions={
        isMarkup && (
          <Button variant="default" size="compact-sm" aria-pressed={isSource} onClick={() => setSource(!isSource)}>
            {isSource ? 'Show as text' : 'Show the HTML source'}
          </Button>
        )
      }
    >
      {versions.map(version => (
        <div key={version.key} className={classes.version}>
          <VersionTitle version={version} />
          {isSource ? (
            <pre className={classes.source}>{htmlOf(version.value)}</pre>
          ) : (
            <Folded html={htmlOf(version.value)} />
          )}
        </div>
      ))}
    </Section>
  )
}

function htmlOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

const foldedMost = 900

function Folded({ html }: { html: string }) {
  const text = useMemo(() => htmlAsText(html), [html])
  const [isOpen, setOpen] = useState(false)
  if (text === '') return <p className={classes.muted}>It has no text.</p>
  const isLong = text.length > foldedMost * 1.3
  return (
    <>
      <p className={classes.text} dir="auto">
        {isLong && !isOpen ? `${text.slice(0, foldedMost).toWellFormed()}…` : text}
      </p>
      {isLong && (
        <Button variant="subtle" size="compact-sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? 'Show less' : 'Show all of it'}
        </Button>
      )}
    </>
  )
}
