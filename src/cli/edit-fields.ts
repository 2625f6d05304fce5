import type { Input } from '../api/contract/route.ts'
import type { Routes } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'

export type EditBody = Input<Routes['POST /api/edits']>['body']
type Edit = EditBody['edits'][number]

export const editOptions = {
  set: { type: 'string', multiple: true },
  clear: { type: 'string', multiple: true },
  add: { type: 'string', multiple: true },
  percent: { type: 'string', multiple: true },
  ending: { type: 'string' },
  replace: { type: 'string', multiple: true },
  reset: { type: 'string', multiple: true },
} as const

type EditValues = { readonly [K in Exclude<keyof typeof editOptions, 'ending'>]?: readonly string[] | undefined } & {
  readonly ending?: string | undefined
}

/** What was typed as edits, in the order in which the help lists them; throws `usage`. */
export function readEdits(values: EditValues): Edit[] {
  const { ending } = values
  const edits = [
    ...(values.set ?? []).map((text): Edit => {
      const [field, value] = split(text, '=', '--set takes a field and a value: --set price=18.90')
      return { do: 'set', field, value }
    }),
    ...(values.clear ?? []).map((field): Edit => ({ do: 'clear', field })),
    ...(values.add ?? []).map((text): Edit => {
      const [field, amount] = split(text, '=', '--add takes a field and a number: --add price=1.50')
      return { do: 'add', field, amount }
    }),
    ...(values.percent ?? []).map((text): Edit => {
      const [field, percent] = split(text, '=', '--percent takes a field and a number: --percent price=-10')
      return { do: 'percent', field, percent: percent.replace(/%$/, ''), ...(ending !== undefined && { ending }) }
    }),
    ...(values.replace ?? []).map((text): Edit => {
      const usage = "--replace takes a field and two texts: --replace 'name=blue=>navy'"
      const [field, texts] = split(text, '=', usage)
      const [find, by] = split(texts, '=>', usage)
      return { do: 'replace', field, find, with: by }
    }),
    ...(values.reset ?? []).map((field): Edit => ({ do: 'reset', field })),
  ]
  if (ending !== undefined && (values.percent ?? []).length === 0) {
    throw new HubError('usage', '--ending goes with --percent: what the new amounts end with.')
  }
  if (edits.length > 0) return edits
  throw new HubError('usage', 'Say what to edit, such as --set price=18.90.', { hint: 'Add --help to see all ways.' })
}

function split(text: string, by: string, usage: string): [string, string] {
  const at = text.indexOf(by)
  if (at < 0 || (by === '=' && at === 0)) throw new HubError('usage', `${usage}, not “${text}”.`)
  return [text.slice(0, at), text.slice(at + by.length)]
}
