import { TextInput } from '@mantine/core'
import { useRef } from 'react'
import classes from './inventory.module.css'
import { placeholders } from './sku-words.ts'

interface Props {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error: string | undefined
}

/** The pattern, and what may stand in it; a click puts it where the cursor is. */
export function PatternField({ value, onChange, error }: Props) {
  const field = useRef<HTMLInputElement>(null)
  const insert = (name: string) => {
    const start = field.current?.selectionStart ?? value.length
    const end = field.current?.selectionEnd ?? value.length
    onChange(value.slice(0, start) + name + value.slice(end))
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(start + name.length, start + name.length)
    })
  }
  return (
    <div>
      <TextInput
        ref={field}
        data-autofocus
        label="Pattern"
        description="What stands in braces is filled in for each variant; everything else stays as you type it."
        value={value}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        error={error}
        onChange={event => onChange(event.currentTarget.value)}
      />
      <ul className={classes.placeholders} aria-label="What can be filled in">
        {placeholders.map(({ name, means }) => (
          <li key={name}>
            <button type="button" className={classes.insert} onClick={() => insert(name)}>
              <span className="cw-sr">Insert </span>
              {name}
            </button>
            <span className={classes.muted}>{means}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
