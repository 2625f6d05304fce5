import { Button, Textarea } from '@mantine/core'
import { useMemo, useState } from 'react'
import { htmlAsText } from '../html-text.ts'
import type { ControlProps } from './control.tsx'
import classes from './edit.module.css'
import { textOf } from './values.ts'

/** HTML is edited as its source. The preview is its text: the markup of a store is never put to work. */
export function HtmlControl({ value, onChange, error, marks, placeholder, label }: ControlProps & { label: string }) {
  const [isPreview, setPreview] = useState(false)
  const html = textOf(value)
  const text = useMemo(() => (isPreview ? htmlAsText(html) : ''), [html, isPreview])
  return (
    <div className={classes.html}>
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes.htmlSwitch}
        aria-pressed={isPreview}
        onClick={() => setPreview(!isPreview)}
      >
        Show as text
      </Button>
      {isPreview ? (
        <div>
          <p className={classes.htmlLabel}>{label}</p>
          <p className={classes.preview} dir="auto">
            {text === '' ? 'It has no text.' : text}
          </p>
        </div>
      ) : (
        <Textarea
          label={label}
          {...(error === undefined ? {} : { error })}
          {...(marks === undefined ? {} : { description: marks })}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          classNames={{ input: classes.source ?? '' }}
          autosize
          minRows={5}
          maxRows={18}
          spellCheck={false}
          placeholder={placeholder ?? 'none'}
          value={html}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )}
    </div>
  )
}
