import type { SkuFault } from '../../../api/contract/catalog.ts'
import { count } from '../../format.ts'

interface Words {
  /** Of a SKU, as in a mark beside it. */
  readonly mark: string
  readonly explains: string
  /** `12 variants have no SKU`. */
  readonly sentence: (variants: number) => string
  /** As a choice, with the number in brackets behind it. */
  readonly choice: string
}

export const skuFaults: Readonly<Record<SkuFault, Words>> = {
  blank: {
    mark: 'No SKU',
    explains: 'Without a SKU it can’t be told apart from others, nor matched to other channels.',
    sentence: variants => `${count(variants, 'variant has', 'variants have')} no SKU`,
    choice: 'Without a SKU',
  },
  too_long: {
    mark: 'Too long',
    explains: 'Stores take at most 255 characters.',
    sentence: variants => `${count(variants, 'SKU is', 'SKUs are')} too long`,
    choice: 'With a SKU that is too long',
  },
  invalid: {
    mark: 'Invalid',
    explains: 'It has a control character, or white space at its ends.',
    sentence: variants => `${count(variants, 'SKU is', 'SKUs are')} invalid`,
    choice: 'With an invalid SKU',
  },
  duplicate: {
    mark: 'Used twice',
    explains: 'Another variant has the same SKU.',
    sentence: variants => `${count(variants, 'variant has', 'variants have')} a SKU that another has too`,
    choice: 'With a SKU that another variant has',
  },
}

export const skuFaultOrder: readonly SkuFault[] = ['blank', 'too_long', 'invalid', 'duplicate']

/** What a pattern may hold in braces. */
export const placeholders: readonly { readonly name: string; readonly means: string }[] = [
  { name: '{number}', means: 'a running number, another one for each variant' },
  { name: '{brand}', means: 'the brand, as in OAK-IRON' },
  { name: '{name}', means: 'the beginning of the product’s name' },
  { name: '{options}', means: 'the options, as in RED-XL' },
  { name: '{product}', means: 'the product’s id in its store' },
  { name: '{variant}', means: 'the variant’s id in its store' },
]
