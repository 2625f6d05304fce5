import { HubError } from '../runtime/errors.ts'
import { isTooLong, skuKey } from './sku.ts'

/** What a pattern may say about a variant. */
export interface PatternFacts {
  readonly brand: string
  readonly name: string
  /** The values of its options, in order. */
  readonly options: readonly string[]
  /** The store's own ids. */
  readonly product: string
  readonly variant: string
}

const placeholders = ['number', 'brand', 'name', 'options', 'product', 'variant'] as const
type Placeholder = (typeof placeholders)[number]

/** Numbers are as long as this, so that SKUs sort as they count. */
const numberDigits = 5
/** A name in a SKU is an abbreviation of it. */
const nameCharactersMost = 24

/** Throws `input_invalid` where a pattern has a placeholder that there is none of, or gives every variant the same. */
export function checkPattern(pattern: string): void {
  const used = [...pattern.matchAll(/\{([^{}]*)\}/g)].map(match => match[1] ?? '')
  const unknown = used.find(name => !placeholders.some(known => known === name))
  if (unknown !== undefined) {
    throw invalid(`There is no placeholder {${unknown}}. Use ${placeholders.map(name => `{${name}}`).join(', ')}.`)
  }
  if (/[{}]/.test(pattern.replaceAll(/\{[^{}]*\}/g, '')))
    throw invalid('A brace has no partner. Write placeholders as {number}.')
  if (/\p{Cc}/u.test(pattern)) throw invalid('Use one line, without tabs or other control characters.')
  if (!used.some(name => name === 'number' || name === 'variant')) {
    throw invalid('Two variants may come to the same SKU. Add {number} or {variant}.')
  }
}

function invalid(message: string): HubError {
  return new HubError('input_invalid', 'This pattern cannot be used.', { fields: { pattern: message } })
}

/** Proposes SKUs from a pattern, one variant after the other, none twice. */
export class SkuPattern {
  readonly #pattern: string
  readonly #counts: boolean
  readonly #proposed = new Set<string>()
  #number: number

  /** `{number}` begins at `from`. Throws `input_invalid` as `checkPattern`. */
  constructor(pattern: string, from = 1) {
    checkPattern(pattern)
    this.#pattern = pattern
    this.#number = from
    this.#counts = pattern.includes('{number}')
  }

  /** One that goes on from here by itself. */
  copy(): SkuPattern {
    const copy = new SkuPattern(this.#pattern, this.#number)
    for (const key of this.#proposed) copy.#proposed.add(key)
    return copy
  }

  /** The keys that the next numbers would give a variant, null where they could not be used; none without `{number}`. */
  keysAhead(facts: PatternFacts, count: number): (string | null)[] {
    if (!this.#counts) return []
    return Array.from({ length: count }, (_, ahead) => {
      const sku = this.#fill(facts, this.#number + ahead)
      return isTooLong(sku) ? null : skuKey(sku)
    })
  }

  /** Leaves out the next numbers. */
  passOver(count: number): void {
    this.#number += count
  }

  /** The next SKU for a variant, with its key; null where the pattern leads to none that could be used. */
  propose(facts: PatternFacts): { sku: string; key: string } | null {
    const sku = this.#fill(facts, this.#number)
    if (this.#counts) this.#number += 1
    const key = skuKey(sku)
    if (key === null || isTooLong(sku) || this.#proposed.has(key)) return null
    this.#proposed.add(key)
    return { sku, key }
  }

  #fill(facts: PatternFacts, number: number): string {
    const values: Record<Placeholder, string> = {
      number: String(number).padStart(numberDigits, '0'),
      brand: codeOf(facts.brand),
      name: [...codeOf(facts.name)].slice(0, nameCharactersMost).join('').replace(/-+$/, ''),
      options: facts.options.map(codeOf).filter(Boolean).join('-'),
      product: facts.product,
      variant: facts.variant,
    }
    const filled = this.#pattern.replaceAll(/\{(\w+)\}/g, (_, name: Placeholder) => values[name])
    // What was empty leaves no hyphens behind.
    return filled
      .replace(/-{2,}/g, '-')
      .replace(/^-+|-+$/g, '')
      .trim()
  }
}

/** Capital letters and digits, joined by hyphens, as platforms take them. */
function codeOf(text: string): string {
  const plain = text.normalize('NFD').replaceAll(/\p{M}+/gu, '')
  return plain
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toUpperCase()
}
