import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import type { Answer } from '../http/answer.ts'
import { firstFields, json, problemType, Refusal } from '../http/answer.ts'
import { bodyOf, fieldsAtFault, readAs } from '../http/input.ts'
import type { Metafield, MetafieldResource } from '../metafields/metafields.ts'
import type { ScopeArea } from '../scopes.ts'
import type { Store } from '../store.ts'
import {
  addMetafield,
  changeMetafield,
  deleteMetafield,
  isSeen,
  metafieldChange,
  newMetafield,
} from './metafield-writes.ts'

/** A kind of resource, and the address of the metafields of all of them. */
interface Batched {
  readonly allPath: string
  readonly scope: ScopeArea
  readonly type: MetafieldResource
  readonly has: (store: Store, id: number) => boolean
}

const ofNewResource = newMetafield.extend({ resource_id: z.int() })
/** Of locations the official file has ids as texts. */
const id = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
])
const ofKnownId = metafieldChange.extend({ id })

function find(call: Call, type: MetafieldResource, id: number): Metafield {
  const row = call.store.metafields.get(id)
  if (row === undefined || row.resource_type !== type || !isSeen(call, row)) {
    throw new Refusal(404, 'Metafield does not exist')
  }
  return row
}

/**
 * Does the work for each item of a list. Documented: where some fail, the answer is 422, shows what was done all the
 * same, and counts both. Guess: the errors are one problem, whose fields are named by the index of the item.
 */
function batchRoute<Item extends z.ZodType>(route: {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly of: Batched
  readonly item: Item
  readonly work: (call: Call, item: z.output<Item>) => unknown
}): Route {
  const { method, of, item: schema, work } = route
  return {
    method,
    path: of.allPath,
    scope: of.scope,
    answer: call => {
      const items = bodyOf(call, z.array(z.unknown()).min(1))
      const done: unknown[] = []
      const wrong: Record<string, string> = {}
      for (const [at, item] of items.entries()) {
        const read = readAs(schema, item)
        if (!read.success) {
          Object.assign(wrong, fieldsAtFault(read.error, [at]))
          continue
        }
        try {
          done.push(work(call, read.data))
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          wrong[at] = error.message
        }
      }
      return batchAnswer(done, items.length, wrong)
    },
  }
}

function batchAnswer(done: readonly unknown[], total: number, wrong: Readonly<Record<string, string>>): Answer {
  const meta = { total, success: done.length, failed: total - done.length }
  if (meta.failed === 0) return json(200, { data: done, errors: [], meta })
  const title = 'Some metafields could not be saved'
  return json(422, {
    data: done,
    errors: [{ status: 422, title, type: problemType, errors: firstFields(wrong) }],
    meta,
  })
}

/** POST, PUT and DELETE of many metafields of one kind of resource. */
export function metafieldBatchRoutes(of: Batched): Route[] {
  const { type, has } = of
  return [
    batchRoute({
      method: 'POST',
      of,
      item: ofNewResource,
      work: (call, { resource_id: id, ...fields }) => {
        if (!has(call.store, id)) throw new Refusal(404, `There is no ${type} with the id ${id}.`)
        return addMetafield(call, { type, id }, fields)
      },
    }),
    batchRoute({
      method: 'PUT',
      of,
      item: ofKnownId,
      work: (call, { id, ...fields }) => changeMetafield(call, find(call, type, id), fields),
    }),
    batchRoute({
      method: 'DELETE',
      of,
      item: z.int(),
      work: (call, id) => {
        deleteMetafield(call, find(call, type, id))
        return id
      },
    }),
  ]
}
