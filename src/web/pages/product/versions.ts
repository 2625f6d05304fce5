import type { FieldRow } from '../../../api/contract/catalog.ts'
import { isSet } from './fields.ts'
import type { Sides } from './sides.ts'

export interface Version {
  readonly key: string
  /** Whose it is; null where there is only one and so no doubt. */
  readonly title: string | null
  readonly differs: boolean
  readonly value: unknown
  readonly currency: string | null
}

/** The master's value, and those of channels that have another. */
export function versionsOf(field: FieldRow | undefined, sides: Sides): readonly Version[] {
  if (field === undefined) return []
  const { master, channels } = field
  const own = channels.filter(({ value, differs }) => differs || (!isSet(master) && isSet(value)))
  const ofChannels = own.map(({ channelId, value, differs }) => ({
    key: channelId,
    title: sides.nameOf(channelId),
    differs,
    value,
    currency: sides.currencyOf(channelId),
  }))
  if (!isSet(master)) {
    return ofChannels.length === 1 && sides.channels.length === 1
      ? ofChannels.map(version => ({ ...version, title: null }))
      : ofChannels
  }
  const title = ofChannels.length === 0 ? null : 'Inventory'
  return [{ key: 'master', title, differs: false, value: master, currency: sides.commonCurrency }, ...ofChannels]
}
