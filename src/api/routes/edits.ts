import type { z } from 'zod'
import {
  type ChannelEffect,
  type EditedRow,
  type EditInput,
  type EditResult,
  editProducts,
} from '../../actions/edit-products.ts'
import { type EditableField, readEditForms } from '../../actions/read-edit-forms.ts'
import type { Tools } from '../../actions/tools.ts'
import { definitionOf } from '../../domain/edit-values.ts'
import { HubError } from '../../runtime/errors.ts'
import type { EditedRow as EditedRowView, editRoutes } from '../contract/edits.ts'
import { given } from '../given.ts'
import type { HandlersOf } from '../handlers.ts'
import { readPlace, writePlace } from '../places.ts'

const usualRows = 20

type Body = z.output<(typeof editRoutes)['POST /api/edits']['body']>

export function editHandlers({ tools }: { tools: Tools }): HandlersOf<typeof editRoutes> {
  return {
    'GET /api/edit-fields': async ({ actor, db, query: { channelId } }) => {
      const fields = await readEditForms(actor, db, channelId)
      return { fields: fields.map(viewField) }
    },
    'POST /api/edits': async ({ actor, db, body }) => {
      const { level = 'product', preview = false, show = usualRows, channelId, editId, edits, goOn } = body
      const place = goOn === undefined ? undefined : { editId: goOn.editId, after: placeOf(goOn.after) }
      const input: EditInput = {
        level,
        preview,
        which: whichOf(body),
        edits: edits.map(edit => given(edit)),
        ...given({ channelId, editId, goOn: place }),
      }
      return viewResult(await editProducts(actor, db, tools, input), show)
    },
  }
}

function viewField({ definition: { label, group, kind }, choices, ways, ...form }: EditableField) {
  return { ...form, label, group, kind, choices: [...choices], ways: [...ways] }
}

function whichOf({ ids, variantsOf, products, listings, channelId, level }: Body): EditInput['which'] {
  const ways = [ids, variantsOf, products, listings].filter(way => way !== undefined)
  if (ways.length !== 1) throw wrongWay('ids', 'Give ids, or one filter.')
  if (ids !== undefined) return { ids }
  if (variantsOf !== undefined) {
    if (level !== 'variant') throw wrongWay('variantsOf', 'It is for edits of variants: give the level.')
    return channelId === undefined ? { products: { ids: variantsOf } } : { listings: { ids: variantsOf } }
  }
  if (channelId === undefined && listings !== undefined) throw wrongWay('listings', 'Say on which channel.')
  if (channelId !== undefined && products !== undefined) {
    throw wrongWay('products', 'A channel’s own products are found by “listings”.')
  }
  return products === undefined ? { listings: given(listings ?? {}) } : { products: given(products) }
}

function wrongWay(field: string, message: string): HubError {
  return new HubError('input_invalid', 'Say which products to edit, in one way.', { fields: { [field]: message } })
}

function placeOf(text: string): readonly [string, string] {
  const [parent = '', id = ''] = readPlace(text, ['text', 'text']) ?? []
  return [parent, id]
}

function viewResult({ rows, faulty, effects, next, ...result }: EditResult, show: number) {
  return {
    ...result,
    rows: rows.slice(0, show).map(viewRow),
    faulty: faulty.map(viewRow),
    channels: viewEffects(effects),
    next: next === null ? null : writePlace(next),
  }
}

export function viewRow({ fields, faults, ...row }: EditedRow): EditedRowView {
  return {
    ...row,
    fields: fields.map(one => ({ ...one, label: definitionOf(one.level, one.field)?.label ?? one.field })),
    faults: [...faults],
  }
}

function viewEffects(effects: readonly ChannelEffect[]) {
  return [...Map.groupBy(effects, ({ channelId }) => channelId)].map(([channelId, own]) => {
    const sent = (level: string) => own.reduce((sum, one) => sum + (one.level === level ? one.toSend : 0), 0)
    return {
      channelId,
      products: sent('product'),
      variants: sent('variant'),
      notSent: [...new Set(own.flatMap(({ notSent }) => notSent))],
    }
  })
}
