import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { count as amountOf } from '../../format.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { Notice } from '../../parts/notice.tsx'
import { type GoneChoice, goneChoices } from './gone-words.ts'
import classes from './import.module.css'
import { useChooseGone } from './use-choose-gone.ts'

interface Props {
  readonly channelId: string
  /** Which products; undefined stands for all that nobody has decided. */
  readonly remoteIds: readonly string[] | undefined
  readonly count: number
  /** Called when it was decided. */
  readonly onDone?: () => void
  /** Stands beside the three ways. */
  readonly children?: ReactNode
}

/** What becomes of products that are gone from the store: three ways, each said before it is done. */
export function GoneChoices({ channelId, remoteIds, count, onDone, children }: Props) {
  const [asked, setAsked] = useState<GoneChoice | null>(null)
  const close = () => {
    setAsked(null)
    onDone?.()
  }
  const choose = useChooseGone({ channelId, remoteIds, onDone: close })
  const which = remoteIds === undefined ? '' : 'selected '
  const words = asked === null ? null : goneChoices[asked]
  const open = (choice: GoneChoice) => {
    choose.reset()
    setAsked(choice)
  }
  return (
    <Notice tone="plain">
      <p>
        <strong>{amountOf(count, `${which}product is`, `${which}products are`)} gone from the store.</strong> In the hub{' '}
        {count === 1 ? 'it stays' : 'they stay'}, with all history. What should become of {count === 1 ? 'it' : 'them'}?
      </p>
      <div className={classes.buttons}>
        {Object.entries(goneChoices).map(([choice, { button }]) => (
          <Button key={choice} variant="default" onClick={() => open(choice as GoneChoice)}>
            {button}
          </Button>
        ))}
        {children}
      </div>
      {words !== null && asked !== null && (
        <Confirm
          title={words.title(amountOf(count, 'product'))}
          confirm={words.button}
          mutation={{ ...choose, mutate: () => choose.mutate(asked) }}
          onClose={() => setAsked(null)}
        >
          {words.explains}
        </Confirm>
      )}
    </Notice>
  )
}
