import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import classes from './toolbar.module.css'
import { focusFirstRow } from './use-arrows.ts'

interface Props {
  readonly value: string
  readonly onChange: (value: string) => void
  /** What is searched, in words. */
  readonly placeholder?: string
}

const pauseMs = 220

/** Searches when the typing pauses. `/` leads here from anywhere on the page, arrow down leads on to the rows. */
export function SearchBox({ value, onChange, placeholder = 'Search name, SKU or barcode' }: Props) {
  const [text, setText] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  const told = useRef(value)
  useSlash(field)
  useEffect(() => {
    // Back, or a cleared filter: the address has another text than this field gave it.
    if (value === told.current) return
    told.current = value
    setText(value)
  }, [value])
  useEffect(() => {
    const wanted = text.trim()
    if (wanted === told.current) return
    const timer = setTimeout(() => {
      told.current = wanted
      onChange(wanted)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [text, onChange])
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape' && text !== '') setText('')
    else if (event.key === 'ArrowDown' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      focusFirstRow()
    }
  }
  return (
    <TextInput
      ref={field}
      type="search"
      className={classes.search}
      aria-label="Search"
      aria-keyshortcuts="/"
      placeholder={placeholder}
      maxLength={200}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={text === '' ? <kbd className={classes.key}>/</kbd> : null}
      value={text}
      onChange={event => setText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  )
}

function useSlash(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const { target } = event
      const isTyping = target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]')
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return
      if (document.querySelector('[role="dialog"]') !== null) return
      event.preventDefault()
      field.current?.focus()
      field.current?.select()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [field])
}
