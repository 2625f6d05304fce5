import type { Input } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import type { Option } from '../product/combinations.ts'
import type { Typed } from '../product/variant-to-add.tsx'

type Body = Input<Routes['POST /api/products']>['body']

/** The options that are typed of a new product, and by combination of their values what is typed of its variant. */
export interface TypedOptions {
  readonly list: readonly Option[]
  readonly typed: ReadonlyMap<string, Typed>
}

export const noOptions: TypedOptions = { list: [], typed: new Map() }

/** What the hub is asked for: fields that are left empty are not given. */
export function bodyOf(
  values: Readonly<Record<string, unknown>>,
  variants: NonNullable<Body['variants']>,
  channelIds: readonly string[],
): Body {
  const isGiven = (value: unknown) => value !== '' && value !== undefined && value !== null
  return {
    fields: Object.fromEntries(Object.entries(values).filter(([, value]) => isGiven(value))),
    ...(variants.length > 0 && { variants }),
    ...(channelIds.length > 0 && { channelIds: [...channelIds] }),
  }
}
