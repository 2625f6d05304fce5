import { IconAlertTriangle, IconTag } from '@tabler/icons-react'
import type { VariantRow } from '../../../api/contract/catalog.ts'
import { Clipped, None, StateBox } from '../../parts/grid/cells.tsx'
import { skuFaults } from '../inventory/sku-words.ts'
import classes from './variants.module.css'

/** The SKU, what is wrong with it, and whether only the hub knows it. */
export function VariantSku({ variant: { sku, skuFault, skuFilled, channels } }: { variant: VariantRow }) {
  const shown = sku ?? channels.find(side => side.sku !== '')?.sku ?? ''
  const fault = skuFault === null ? null : skuFaults[skuFault]
  return (
    <div className={classes.sku}>
      {shown === '' ? fault === null && <None>No SKU</None> : <Clipped text={shown} mono />}
      {fault !== null && (
        <StateBox tone="amber" icon={<IconAlertTriangle size={14} aria-hidden />} title={fault.explains}>
          {fault.mark}
        </StateBox>
      )}
      {skuFilled && (
        <StateBox
          tone="gray"
          icon={<IconTag size={14} aria-hidden />}
          title="The hub gave it from a pattern. No store has it yet."
        >
          Given by the hub
        </StateBox>
      )}
    </div>
  )
}
