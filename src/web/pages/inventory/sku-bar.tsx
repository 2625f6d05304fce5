import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { SkuFault } from '../../../api/contract/catalog.ts'
import { skuFaultsQuery } from '../../catalog-queries.ts'
import { count } from '../../format.ts'
import { Notice } from '../../parts/notice.tsx'
import { When } from '../../parts/when.tsx'
import classes from './inventory.module.css'
import { SkuDialog } from './sku-dialog.tsx'
import { skuFaultOrder, skuFaults } from './sku-words.ts'
import { useUndoSkuFill } from './use-sku-fill.ts'

/** A fill that is older is no news any more; its way back stays in the command line and the API. */
const newsMs = 7 * 86_400_000

/** Says that SKUs are missing or faulty, offers to fill them in, and the way back from the last time. */
export function SkuBar({ onShow }: { onShow: (fault: SkuFault | 'any') => void }) {
  const state = useQuery(skuFaultsQuery).data
  const [isOpen, dialog] = useDisclosure(false)
  if (state === undefined) return null
  const faulty = skuFaultOrder.filter(fault => (state.faults[fault] ?? 0) > 0)
  const { lastFill } = state
  const isNews = lastFill !== null && lastFill.undoneAt === null && Date.now() - Date.parse(lastFill.at) < newsMs
  if (faulty.length === 0 && !isNews && !isOpen) return null
  const [first] = faulty
  return (
    <>
      <Notice
        tone={faulty.length > 0 ? 'attention' : 'plain'}
        action={
          first !== undefined && (
            <div className={classes.buttons}>
              <Button variant="default" size="compact-md" onClick={() => onShow(faulty.length === 1 ? first : 'any')}>
                Show them
              </Button>
              <Button size="compact-md" onClick={dialog.open}>
                Fill in from a pattern
              </Button>
            </div>
          )
        }
      >
        {first !== undefined && (
          <p>
            <strong>{skuFaults[first].sentence(state.faults[first] ?? 0)}.</strong>{' '}
            {faulty.slice(1).map(fault => `${skuFaults[fault].sentence(state.faults[fault] ?? 0)}. `)}
          </p>
        )}
        {isNews && <LastFill fill={lastFill} />}
      </Notice>
      {isOpen && <SkuDialog faults={state.faults} onClose={dialog.close} />}
    </>
  )
}

interface FillProps {
  readonly fill: { readonly id: string; readonly pattern: string; readonly filled: number; readonly at: string }
}

function LastFill({ fill }: FillProps) {
  const undo = useUndoSkuFill()
  return (
    <p className={classes.lastFill}>
      <span>
        Last filled <When at={fill.at} />: {count(fill.filled, 'SKU')} from <code>{fill.pattern}</code>
      </span>
      <Button variant="subtle" size="compact-sm" loading={undo.isPending} onClick={() => undo.mutate(fill.id)}>
        Undo
      </Button>
    </p>
  )
}
