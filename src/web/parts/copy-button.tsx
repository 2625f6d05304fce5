import { Button, Textarea } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'

interface Props {
  readonly text: string
  readonly label: string
}

const confirmedMs = 2_500

/** Copies a text. Where the browser does not allow that, the text is shown, already selected. */
export function CopyButton({ text, label }: Props) {
  const [state, setState] = useState<'idle' | 'copied' | 'shown'>('idle')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
      setTimeout(() => setState('idle'), confirmedMs)
    } catch {
      setState('shown')
    }
  }
  if (state === 'shown') {
    return (
      <Textarea
        label="Copy this text"
        readOnly
        autosize
        value={text}
        autoFocus
        onFocus={event => event.currentTarget.select()}
      />
    )
  }
  return (
    <Button
      variant="default"
      size="compact-md"
      leftSection={state === 'copied' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{state === 'copied' ? 'Copied' : label}</span>
    </Button>
  )
}
