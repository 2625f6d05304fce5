import type { FaultRule } from '../faults.ts'
import { type Fields, isFields } from '../shape.ts'
import type { Answer } from './answer.ts'
import { json } from './answer.ts'
import type { Api, ApiRequest } from './api.ts'
import { parsed } from './partial-batch.ts'

/** The rows of a body: itself, or those of a batch. */
const rowsOf = (body: unknown): Fields[] => (Array.isArray(body) ? body : [body]).filter(isFields)

const without = (row: unknown, names: readonly string[]) =>
  isFields(row) ? Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name))) : row

/**
 * Has a body take effect without the fields that the rule names. Then the answer is as if all were well, or the documented
 * 207: saved, but for what is named in `errors` (guess: by the name of the field).
 */
export function answerIgnoring(api: Api, call: ApiRequest, rule: FaultRule, overCap: boolean): Answer {
  const names = rule.fields ?? []
  const body = parsed(call.body)
  const ignored = names.filter(name => rowsOf(body).some(row => Object.hasOwn(row, name)))
  if (ignored.length === 0) return api.answer(call, overCap)
  const rest = Array.isArray(body) ? body.map(row => without(row, names)) : without(body, names)
  const answer = api.answer({ ...call, body: JSON.stringify(rest) }, overCap)
  if (rule.status !== 207 || answer.status >= 300) return answer
  const saved = parsed(String(answer.body ?? ''))
  const errors = Object.fromEntries(ignored.map(name => [name, `${name} could not be saved`]))
  return json(207, { ...(isFields(saved) ? saved : { data: [], meta: {} }), errors }, answer.headers)
}
