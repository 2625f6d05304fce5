import { Button } from '@mantine/core'
import { count } from '../../format.ts'
import { ReviewAndSend } from '../../parts/edit/review-and-send.tsx'
import form from '../../parts/form.module.css'
import { LinkButton } from '../../parts/link-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import type { PutResult } from '../../parts/put/use-put.ts'
import removal from '../../parts/removal/removal.module.css'

interface Props {
  readonly result: PutResult
  readonly channel: { readonly id: string; readonly name: string }
  readonly onDone: () => void
}

const faultsShown = 100

/** What came of putting products on a channel: what waits now, what was there already, and what can’t be put there. */
export function PutOutcome({ result: { wanted, already, faults }, channel: { id, name }, onDone }: Props) {
  return (
    <div className={form.form}>
      <Notice tone={wanted > 0 ? 'good' : 'plain'} live>
        <strong>
          {wanted === 0 ? 'Nothing is new for ' : `${count(wanted, 'product waits', 'products wait')} to be put on `}
          <bdi>{name}</bdi>.
        </strong>{' '}
        {already > 0 &&
          `${already.toLocaleString()} ${already === 1 ? 'is' : 'are'} there already, or waited to be put there.`}
      </Notice>
      {faults.length > 0 && (
        <section aria-label="Can’t be put there">
          <strong>{count(faults.length, 'product')} can’t be put there</strong>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <ul className={removal.faults} tabIndex={0} aria-label="Why not">
            {faults.slice(0, faultsShown).map(({ productId, name: product, reason, fix }) => (
              <li key={productId}>
                <bdi>{product.trim() === '' ? 'Without a name' : product}</bdi>: {reason} {fix}
              </li>
            ))}
            {faults.length > faultsShown && <li>and {(faults.length - faultsShown).toLocaleString()} more</li>}
          </ul>
        </section>
      )}
      <div className={form.buttonsEnd}>
        <Button variant="default" data-autofocus onClick={onDone}>
          Done
        </Button>
        {wanted > 0 && (
          <>
            <LinkButton variant="default" to="/inventory/products" search={{ wantedOn: id }} onClick={onDone}>
              Show what waits
            </LinkButton>
            <ReviewAndSend channels={[{ channelId: id, name }]} />
          </>
        )}
      </div>
    </div>
  )
}
