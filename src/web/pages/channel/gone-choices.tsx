import { Button } from '@mantine/core'
import { useState } from 'react'
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
}

/** What becomes of products that are gone from the store: three ways, each said before it is done. */
export function GoneChoices({ channelId, remoteIds, count }: Props) {
  const [asked, setAsked] = useState<GoneChoice | null>(null)
  const choose = useChooseGone({ channelId, remoteIds, onDone: () => setAsked(null) })
  const words = asked === null ? null : goneChoices[asked]
  const open = (choice: GoneChoice) => {
    choose.reset()
    setAsked(choice)
  }
  return (
    <Notice tone="plain">
      <p>
        <strong>{amountOf(count, 'product is', 'products are')} gone from the store.</strong> In the hub{' '}
        {count === 1 ? 'it stays' : 'they stay'}, with all history. What should become of {count === 1 ? 'it' : 'them'}?
      </p>
      <div className={classes.buttons}>
        {Object.entries(goneChoices).map(([choice, { button }]) => (
          <Button key={choice} variant="default" onClick={() => open(choice as GoneChoice)}>
            {button}
          </Button>
        ))}
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
