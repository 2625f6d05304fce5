import type { FaultRule } from '../faults.ts'
import { isFields } from '../shape.ts'
import type { Answer } from './answer.ts'
import { json, problemType } from './answer.ts'
import type { Api, ApiRequest } from './api.ts'

/** A batch, cut in two: what takes effect, and what is left out. */
interface Cut {
  readonly first: ApiRequest
  readonly doneCount: number
  readonly left: readonly unknown[]
}

/** A body as JSON; undefined where it is none. */
export function parsed(text: ApiRequest['body']): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

/** Where batches stand that are not the whole body: adjustments of stock, and settings of what is in stock. */
const listNames = ['items', 'settings']

/** The batch of a request, which is the body itself or a list in it; null where there is none to cut. */
function cutOf(call: ApiRequest, rule: FaultRule): Cut | null {
  const body = parsed(call.body)
  const name = isFields(body) ? listNames.find(one => Array.isArray(body[one])) : undefined
  const list: unknown = isFields(body) ? body[name ?? ''] : body
  if (!Array.isArray(list) || list.length === 0) return null
  const doneCount = Math.min(list.length, Math.max(1, rule.items ?? Math.floor(list.length / 2)))
  const done = list.slice(0, doneCount)
  const first = {
    ...call,
    body: JSON.stringify(isFields(body) && name !== undefined ? { ...body, [name]: done } : done),
  }
  return { first, doneCount, left: list.slice(doneCount) }
}

const words = 'The item was not saved'

/** Documented for batches of products: what was saved, and a map of errors; guess: keyed by the index of the item. */
function multiStatus(answer: Answer, { doneCount, left }: Cut): Answer {
  const saved = parsed(String(answer.body ?? ''))
  const errors = Object.fromEntries(left.map((_, at) => [String(doneCount + at), words]))
  return json(207, { ...(isFields(saved) ? saved : { data: [], meta: {} }), errors }, answer.headers)
}

const identifiers = ['price_list_id', 'variant_id', 'sku', 'currency']

/** Documented for variants and price records, each in its form: a list of the items that were not saved. */
function batchErrors(answer: Answer, { left }: Cut, isOfRecords: boolean): Answer {
  const errors = left.map(item => {
    if (!isOfRecords) return { status: 422, title: words, type: problemType, errors: {} }
    const said = isFields(item) ? Object.entries(item).filter(([name]) => identifiers.includes(name)) : []
    return { data: Object.fromEntries(said), field_errors: { variant_id: words } }
  })
  return json(422, { batch_errors: errors }, answer.headers)
}

/**
 * Has the first items of a batch take effect, and no others: half of them, rounded down but one at least, unless the rule
 * says how many. Then the answer is that of the status of the rule, or null where the connection is to be cut. What is
 * no batch, or is refused, is answered as ever.
 */
export function answerPartly(api: Api, call: ApiRequest, rule: FaultRule, overCap: boolean): Answer | null {
  const cut = cutOf(call, rule)
  const answer = api.answer(cut?.first ?? call, overCap)
  if (cut === null || answer.status >= 300) return answer
  if (rule.status === undefined) return null
  if (rule.body !== undefined) return api.faulty(call, rule)
  if (rule.status === 207) return multiStatus(answer, cut)
  const isOfRecords = /^\/v3\/pricelists\/(\d+\/)?records$/.test(call.path)
  const hasList = isOfRecords || call.path === '/v3/catalog/variants'
  return rule.status === 422 && hasList ? batchErrors(answer, cut, isOfRecords) : api.faulty(call, rule)
}
