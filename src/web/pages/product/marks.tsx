import type { FieldRow } from '../../../api/contract/catalog.ts'
import type { EditField } from '../../../api/contract/edits.ts'
import { money } from '../../money.ts'
import classes from '../../parts/edit/edit.module.css'
import { inWords } from '../../parts/edit/values.ts'
import { type Draft, isOvertaken } from './drafts.ts'
import { type ShownSide, valueAt } from './place.ts'
import type { Sides } from './sides.ts'

interface Props {
  readonly field: EditField
  readonly row: FieldRow
  /** Which of the row's channels is edited; -1 for the master. */
  readonly at: number
  readonly sides: Sides
  readonly draft: Draft | undefined
  readonly onDraft: (draft: Draft | undefined) => void
}

/** Where a value comes from, what the stores show meanwhile, and the ways back. */
export function Marks(props: Props) {
  const { field, row, at, draft, onDraft } = props
  const now = valueAt(row, at)
  return (
    <span className={classes.marks}>
      {draft !== undefined && (
        <span className={classes.mark}>
          <span className={classes.tag} data-tone="own">
            {draft.to === 'reset' ? 'Will be the master’s value' : 'Not saved yet'}
          </span>
          <Way onClick={() => onDraft(undefined)} of={field.label}>
            Take back
          </Way>
        </span>
      )}
      {isOvertaken(field, draft, now) && (
        <span className={classes.mark} role="status">
          <span className={classes.tag} data-tone="seen">
            Changed meanwhile
          </span>
          <span>It is {wordsOf(props, now)} by now; saving writes over that.</span>
        </span>
      )}
      {at < 0 ? <OfChannels {...props} /> : <OfChannel {...props} />}
    </span>
  )
}

function wordsOf({ field, sides }: Pick<Props, 'field' | 'sides'>, value: unknown, channelId?: string): string {
  const currency = channelId === undefined ? sides.commonCurrency : sides.currencyOf(channelId)
  return inWords(field.kind, value, text => money(text, currency))
}

/** Of the master: which channels do not simply show it. */
function OfChannels(props: Props) {
  return props.row.channels.map((side, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a channel may have a product twice, always in this order
    <InOneChannel key={place} {...props} side={side} />
  ))
}

function InOneChannel({ side, ...props }: Props & { side: ShownSide }) {
  const { channelId, from, waits, edited, differs, value, willBe } = side
  const name = <bdi>{props.sides.nameOf(channelId)}</bdi>
  if (from === 'channel') {
    return (
      <span className={classes.mark}>
        <span className={classes.tag}>Own value</span>
        <span>
          {name}: {wordsOf(props, willBe, channelId)}
        </span>
      </span>
    )
  }
  if (from === 'store' && differs) {
    return (
      <span className={classes.mark}>
        <span className={classes.tag}>Not the hub’s</span>
        <span>
          {name}: {wordsOf(props, value, channelId)}
        </span>
      </span>
    )
  }
  if (!waits && !edited) return null
  return (
    <span className={classes.mark}>
      <StoreTag isEdited={edited} />
      <span>
        {name} now: {wordsOf(props, value, channelId)}
      </span>
    </span>
  )
}

function StoreTag({ isEdited }: { isEdited: boolean }) {
  return (
    <span className={classes.tag} data-tone="seen">
      {isEdited ? 'Edited in the store' : 'To be sent'}
    </span>
  )
}

/** Of a channel: whether the value is its own, and the way back to the master's. */
function OfChannel(props: Props) {
  const { field, row, at, draft, onDraft } = props
  const side = row.channels[at]
  if (side === undefined) return null
  const { channelId, from, waits, edited, value, willBe } = side
  return (
    <>
      {from === 'channel' && (
        <span className={classes.mark}>
          <span className={classes.tag} data-tone="own">
            Own value of this channel
          </span>
          <span>Master: {wordsOf(props, row.master)}</span>
          {draft?.to !== 'reset' && (
            <Way onClick={() => onDraft({ to: 'reset', was: draft?.was ?? willBe })} of={field.label}>
              Use the master’s value
            </Way>
          )}
        </span>
      )}
      {from === 'master' && draft === undefined && <span className={classes.mark}>From the master</span>}
      {(waits || edited) && (
        <span className={classes.mark}>
          <StoreTag isEdited={edited} />
          <span>In the store now: {wordsOf(props, value, channelId)}</span>
        </span>
      )}
    </>
  )
}

interface WayProps {
  readonly of: string
  readonly onClick: () => void
  readonly children: string
}

/** A way back, as a link in the line of marks. */
function Way({ of, onClick, children }: WayProps) {
  return (
    <button type="button" className={classes.way} aria-label={`${children}: ${of}`} onClick={onClick}>
      {children}
    </button>
  )
}
