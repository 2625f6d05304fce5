import { Confirm } from '../../parts/confirm.tsx'
import { fieldWords } from '../drift/words.ts'
import type { Wish } from './owner-group.tsx'
import { ownerWords } from './owner-words.ts'
import classes from './owners.module.css'

interface Props {
  readonly channelName: string
  readonly wish: Wish
  readonly isPending: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

const toWhom = { hub: 'the hub', store: 'the store', nobody: 'nobody' } as const
const namedMost = 8

/** Says what follows when the hub loses fields, before it does. */
export function OwnerDialog({ channelName, wish: { fields, owner }, isPending, onConfirm, onClose }: Props) {
  const [first] = fields
  const isOne = first !== undefined && fields.length === 1
  const what = isOne ? fieldWords(first) : `${fields.length} fields`
  return (
    <Confirm
      title={`Give ${what} to ${toWhom[owner]}?`}
      confirm={`Give to ${toWhom[owner]}`}
      mutation={{ mutate: onConfirm, isPending, error: null }}
      onClose={onClose}
    >
      <div className={classes.sentences}>
        {!isOne && (
          <p>
            {fields.slice(0, namedMost).map(fieldWords).join(', ')}
            {fields.length > namedMost && ` and ${fields.length - namedMost} more`}
          </p>
        )}
        <p>{ownerWords[owner].follows}</p>
        <p className={classes.muted}>
          For all products of <bdi>{channelName}</bdi>. Other channels are not touched, and nothing is sent to the
          store.
        </p>
      </div>
    </Confirm>
  )
}
