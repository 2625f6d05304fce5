import type { ReadFailure } from '../../../connector/catalog.ts'
import type { Answer } from '../client/answer.ts'
import { scopes } from '../doctor/scopes.ts'
import { tellFailure } from '../doctor/words.ts'
import { cameOf } from './read-fields.ts'

/** Why a read of some part of the catalog brought nothing. `host` is the API address without its scheme. */
export function failureOf(
  answer: Answer,
  host: string,
  part: 'products' | 'categories' | 'brands' = 'products',
): ReadFailure {
  if (answer.kind === 'forbidden' && part !== 'products') {
    const sentence =
      `The store refused this API account its ${part}. The scope ` +
      `${scopes.products.name} is meant to allow them: run the connection doctor, and ask BigCommerce whether the ` +
      'store’s plan includes them. Once that is mended, a full import brings their names.'
    return { kind: 'withheld', sentence, came: '' }
  }
  if (answer.kind === 'unauthorized' || answer.kind === 'forbidden') {
    const sentence =
      'The store refused to show its products. Run the connection doctor: it says whether the credentials or a permission are at fault.'
    return { kind: 'refused', sentence, came: '' }
  }
  const { found } = tellFailure(answer, host)
  switch (answer.kind) {
    case 'no_answer':
      return { kind: answer.failure === 'too_large' ? 'too_large' : 'busy', sentence: found, came: '' }
    case 'rate_limited':
    case 'server_error':
      return { kind: 'busy', sentence: found, came: '' }
    case 'not_json':
      return { kind: answer.looksLike === 'html' ? 'busy' : 'unusable', sentence: found, came: answer.came }
    case 'ok':
      return { kind: 'unusable', sentence: found, came: cameOf(answer.json) }
    default:
      return { kind: 'unusable', sentence: found, came: '' }
  }
}
