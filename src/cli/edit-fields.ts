import type { Input } from '../api/contract/route.ts'
import type { Routes } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'

export type EditBody = Input<Routes['POST /api/edits']>['body']
type Edit = EditBody['edits'][number]

export const editOptions = {
  set: { type: 'string', multiple: true },
  clear: { type: 'string', multiple: true },
  include: { type: 'string', multiple: true },
  exclude: { type: 'string', multiple: true },
  add: { type: 'string', multiple: true },
  percent: { type: 'string', multiple: true },
  ending: { type: 'string' },
  replace: { type: 'string', multiple: true },
  reset: { type: 'string', multiple: true },
  image: { type: 'string', multiple: true },
} as const

type EditValues = { readonly [K in Exclude<keyof typeof editOptions, 'ending'>]?: readonly string[] | undefined } & {
  readonly ending?: string | undefined
}

/** One entry of a list as it is said. */
const listNames: Readonly<Record<string, string>> = {
  category: 'categories',
  'custom-field': 'customFields',
  customField: 'customFields',
  'bulk-price': 'bulkPrices',
  bulkPrice: 'bulkPrices',
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
    ...(['include', 'exclude'] as const).flatMap(way =>
      (values[way] ?? []).map((text): Edit => {
        const usage = `--${way} takes a list and an entry: --${way} category=Home/Kitchen`
        const [field, value] = split(text, '=', usage)
        return { do: way, field: listNames[field] ?? field, value }
      }),
    ),
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
    ...(values.image ?? []).map(readImageEdit),
  ]
  if (ending !== undefined && (values.percent ?? []).length === 0) {
    throw new HubError('usage', '--ending goes with --percent: what the new amounts end with.')
  }
  if (edits.length > 0) return edits
  throw new HubError('usage', 'Say what to edit, such as --set price=18.90.', { hint: 'Add --help to see all ways.' })
}

/** What `--image` takes: `add=FILE`, whose picture has yet to be uploaded, or `remove=ADDRESS`. */
function readImageEdit(text: string): Edit {
  const usage = '--image takes add=FILE or remove=ADDRESS'
  const [deed, which] = split(text, '=', usage)
  if (deed === 'add') return { do: 'include', field: 'images', value: [{ path: which }] }
  if (deed !== 'remove') throw new HubError('usage', `${usage}, not “${text}”.`)
  const isFile = /^[0-9a-f]{64}$/.test(which)
  return { do: 'exclude', field: 'images', value: [isFile ? { file: which } : { url: which }] }
}

/** The edits with the pictures that they add uploaded. */
export async function withUploads(edits: readonly Edit[], upload: (path: string) => Promise<string>): Promise<Edit[]> {
  return Promise.all(
    edits.map(async edit => {
      const [entry] = edit.do === 'include' && Array.isArray(edit.value) ? (edit.value as unknown[]) : []
      const path = typeof entry === 'object' && entry !== null && 'path' in entry ? entry.path : null
      if (edit.do !== 'include' || typeof path !== 'string') return edit
      return { ...edit, value: [{ file: await upload(path) }] }
    }),
  )
}

function split(text: string, by: string, usage: string): [string, string] {
  const at = text.indexOf(by)
  if (at < 0 || (by === '=' && at === 0)) throw new HubError('usage', `${usage}, not “${text}”.`)
  return [text.slice(0, at), text.slice(at + by.length)]
}
