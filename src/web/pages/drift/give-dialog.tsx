import { useQuery } from '@tanstack/react-query'
import { driftCountQuery } from '../../drift-queries.ts'
import { Confirm } from '../../parts/confirm.tsx'
import classes from './drift.module.css'
import { foundIn } from './found.ts'
import { useGiveFields } from './use-decide-drift.ts'
import { editsOf, type FieldName, fieldWords, keyOf } from './words.ts'

interface Props {
  readonly channelId: string
  readonly channelName: string
  readonly fields: readonly FieldName[]
  readonly onDone: () => void
  readonly onClose: () => void
}

const namedMost = 8

/** Gives fields to the store for good: said for which products that is, and what becomes of what waits. */
export function GiveDialog({ channelId, channelName, fields, onDone, onClose }: Props) {
  const give = useGiveFields(channelId, () => {
    onDone()
    onClose()
  })
  const counts = useQuery(driftCountQuery(channelId, undefined)).data?.fields ?? []
  const keys = new Set(fields.map(keyOf))
  const found = foundIn(counts.filter(each => keys.has(keyOf(each))))
  const [first] = fields
  const isOne = first !== undefined && fields.length === 1
  return (
    <Confirm
      title={isOne ? `Give ${fieldWords(first)} to the store?` : `Give ${fields.length} fields to the store?`}
      confirm={isOne ? 'Give to the store' : `Give ${fields.length} fields`}
      mutation={{
        // What was edited in the store stands here because the hub owned it.
        mutate: () =>
          give.mutate({ fields, owner: 'store', before: fields.map(field => ({ ...pick(field), owner: 'hub' })) }),
        isPending: give.isPending,
        error: null,
      }}
      onClose={onClose}
    >
      <div className={classes.sentences}>
        {!isOne && (
          <ul className={classes.fields}>
            {fields.slice(0, namedMost).map(field => (
              <li key={keyOf(field)}>{fieldWords(field)}</li>
            ))}
            {fields.length > namedMost && <li>and {fields.length - namedMost} more</li>}
          </ul>
        )}
        <p>
          From now on the store says what {isOne ? 'this field shows' : 'these fields show'} on <bdi>{channelName}</bdi>
          , for all its products and not only for those in the list. The hub never writes {isOne ? 'it' : 'them'} again,
          and follows what is edited there.
        </p>
        <p>
          {editsOf(found)} of {isOne ? 'this field' : 'these fields'} {found.count === 1 ? 'is' : 'are'} taken as the
          store shows {found.count === 1 ? 'it' : 'them'}, and what waits to be sent of {isOne ? 'it' : 'them'} is
          dropped.
        </p>
      </div>
    </Confirm>
  )
}

function pick({ level, field }: FieldName): Pick<FieldName, 'level' | 'field'> {
  return { level, field }
}
