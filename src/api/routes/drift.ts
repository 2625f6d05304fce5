import {
  countDriftOf,
  type DriftCount,
  type DriftPlace,
  decideDrift,
  readDrift,
  readDriftCounts,
} from '../../actions/decide-drift.ts'
import { giveFields, type OwnedField, readOwners } from '../../actions/give-fields.ts'
import { reopenDrift } from '../../actions/reopen-drift.ts'
import type { Tools } from '../../actions/tools.ts'
import { definitionOf } from '../../domain/edit-values.ts'
import type { FieldDefinition } from '../../domain/fields.ts'
import { HubError } from '../../runtime/errors.ts'
import type { driftRoutes } from '../contract/drift.ts'
import { given } from '../given.ts'
import type { HandlersOf } from '../handlers.ts'
import { readPlace, usualLimit, writePlace } from '../places.ts'
import { labelOf } from '../plan-view.ts'

export function driftHandlers({ tools }: { tools: Tools }): HandlersOf<typeof driftRoutes> {
  return {
    'GET /api/drift': async ({ actor, db }) => {
      const channels = await readDriftCounts(actor, db)
      return {
        channels: channels.map(channel => ({
          ...channel,
          ...sumOf(channel.fields),
          fields: channel.fields.map(labelled),
        })),
      }
    },

    'GET /api/channels/:channelId/drift': async ({ actor, db, params, query }) => {
      const { limit = usualLimit, after: place, ...filter } = query
      const [id] = readPlace(place, ['text']) ?? []
      const after = id === undefined ? {} : { after: placeOf(id) }
      const found = await readDrift(actor, db, { ...params, filter: given(filter), limit, ...after })
      const rows = found.map(row => ({ id: idOf(row), kind: kindOf(row), ...labelled(row) }))
      const last = rows.at(-1)
      return { rows, next: last === undefined || rows.length < limit ? null : writePlace([last.id]) }
    },

    'GET /api/channels/:channelId/drift-count': async ({ actor, db, params, query }) => {
      const fields = await countDriftOf(actor, db, { ...params, ...given(query) })
      return { ...sumOf(fields), fields: fields.map(labelled) }
    },

    'POST /api/channels/:channelId/drift/reopen': ({ actor, db, params, body }) =>
      reopenDrift(actor, db, tools, { channelId: params.channelId, decisions: body.decisions }),

    'POST /api/channels/:channelId/drift/decide': ({ actor, db, params, body }) => {
      const { ids, filter, decision } = body
      if ((ids === undefined) === (filter === undefined)) {
        throw new HubError('input_invalid', 'Say which edits are meant.', {
          fields: { ids: 'Give either the ids of some edits, or a filter for all that it finds.' },
        })
      }
      const what = ids === undefined ? { filter: given(filter ?? {}) } : { places: [...new Set(ids)].map(placeOf) }
      return decideDrift(actor, db, tools, { channelId: params.channelId, what, decision })
    },

    'GET /api/channels/:channelId/owners': async ({ actor, db, params }) => ({
      owners: (await readOwners(actor, db, params.channelId)).map(labelled),
    }),

    'PUT /api/channels/:channelId/owners': async ({ actor, db, params, body }) => {
      const gave = await giveFields(actor, db, tools, { channelId: params.channelId, owners: body.owners })
      const { owners } = gave
      return { ...gave, owners: owners.map((owned: OwnedField) => labelled(owned)) }
    },
  }
}

function sumOf(counts: readonly DriftCount[]): { count: number; atLeast: boolean } {
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    atLeast: counts.some(({ atLeast }) => atLeast),
  }
}

function kindOf({ level, field }: DriftPlace): FieldDefinition['kind'] {
  return definitionOf(level, field)?.kind ?? 'text'
}

function labelled<Row extends Pick<DriftPlace, 'level' | 'field'>>(row: Row): Row & { label: string } {
  return { ...row, label: labelOf(row.level, row.field) }
}

/** Readable, so that it can be typed: `product/112/price`, `variant/112/340/price`. */
function idOf({ level, listingId, offerId, field }: DriftPlace): string {
  const parts = offerId === null ? [level, listingId, field] : [level, listingId, offerId, field]
  return parts.map(encodeURIComponent).join('/')
}

/** Throws `input_invalid`. */
function placeOf(id: string): DriftPlace {
  const [level, listingId, ...rest] = id.split('/').map(decoded)
  if (level === 'product' && listingId && rest.length === 1 && rest[0]) {
    return { level, listingId, offerId: null, field: rest[0] }
  }
  if (level === 'variant' && listingId && rest.length === 2 && rest[0] && rest[1]) {
    return { level, listingId, offerId: rest[0], field: rest[1] }
  }
  throw new HubError('input_invalid', 'This is not the id of an edit made in a store.', {
    fields: { ids: `“${id.slice(0, 100)}” is none: they look like product/112/price, as the list gives them.` },
  })
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}
