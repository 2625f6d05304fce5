import type { Read } from '../../../connector/catalog.ts'
import type { Made, StoreName } from '../../../connector/writer.ts'
import { nameKey } from '../../../domain/match.ts'
import type { LivePart } from '../../../domain/plan.ts'
import type { Answer } from '../client/answer.ts'
import { listOf } from '../client/loose.ts'
import type { StoreApi } from '../client/request.ts'
import { failureOf } from './failures.ts'
import { idOf, isRawRow } from './read-fields.ts'
import { verdictOf } from './write-refusal.ts'

/** Documented: no longer names, and no deeper categories. */
const brandCharactersMost = 255
const categoryCharactersMost = 50
const levelsMost = 8

/** What is wrong with a brand or category that a store is to get, with what to do; null where it would take it. */
export function nameFaultOf({ kind, name, level }: StoreName & { level: number }): string | null {
  const most = kind === 'brand' ? brandCharactersMost : categoryCharactersMost
  const length = [...name].length
  if (name.trim() === '') return `The ${kind} has no name: give it one.`
  if (length > most)
    return `The ${kind} “${name.slice(0, 60)}” has ${length} characters and BigCommerce takes ${most}: make it shorter.`
  return kind === 'category' && level > levelsMost
    ? `The category “${name}” lies on level ${level} and BigCommerce has ${levelsMost}: put it higher up.`
    : null
}

const brandsPath = '/v3/catalog/brands'
const categoriesPath = '/v3/catalog/trees/categories'

/** The store's id of a brand, or of a category at its place in its tree; null where it has none. */
export async function findName(
  api: StoreApi,
  host: string,
  thing: StoreName,
  signal?: AbortSignal,
): Promise<Read<string | null>> {
  const name = encodeURIComponent(thing.name)
  const query =
    thing.kind === 'brand'
      ? `${brandsPath}?name=${name}&limit=250`
      : `${categoriesPath}?name=${name}&tree_id:in=${thing.treeId}&parent_id:in=${thing.parentId ?? 0}&limit=250`
  const answer = await api.get(query, signal === undefined ? {} : { signal })
  if (answer.kind === 'empty' && answer.status === 204) return { ok: true, value: null }
  const rows = answer.kind === 'ok' ? listOf(answer.json) : null
  if (rows === null) {
    return { ok: false, failure: failureOf(answer, host, thing.kind === 'brand' ? 'brands' : 'categories') }
  }
  const found = rows.filter(isRawRow).filter(row => isIt(row, thing))
  const exact = found.find(row => row.name === thing.name) ?? found[0]
  return { ok: true, value: exact === undefined ? null : idIn(exact) }
}

/** A store that ignores a filter shows others, too. */
function isIt(row: Readonly<Record<string, unknown>>, thing: StoreName): boolean {
  if (idIn(row) === null || nameKey(String(row.name ?? '')) !== nameKey(thing.name)) return false
  if (thing.kind === 'brand') return true
  const isInTree = row.tree_id === undefined || idOf(row.tree_id) === thing.treeId
  return isInTree && idOf(row.parent_id) === thing.parentId
}

function idIn(row: Readonly<Record<string, unknown>>): string | null {
  return idOf(row.category_id) ?? idOf(row.id)
}

interface WriteNeeds {
  readonly writes: readonly LivePart[]
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** Makes a brand or category, with one request. */
export async function makeName(api: StoreApi, host: string, thing: StoreName, needs: WriteNeeds): Promise<Made> {
  const answer = await api.post(...requestOf(thing), needs)
  const verdict = verdictOf(answer, 'product', host)
  switch (verdict.kind) {
    // Of an address that could not be saved with it, the store finds another.
    case 'partly':
    case 'shown': {
      const id = madeIn(answer)
      return id === null ? untold : { status: 'applied', remoteId: id }
    }
    case 'ended':
      return verdict.outcome.status === 'applied' ? untold : verdict.outcome
    case 'missing':
    case 'refused':
      return refused(
        thing,
        verdict.complaints.map(({ said }) => said),
      )
  }
}

function requestOf(thing: StoreName): [path: string, body: string] {
  if (thing.kind === 'brand') return [brandsPath, JSON.stringify({ name: thing.name })]
  const { name, treeId, parentId } = thing
  return [categoriesPath, `[{"name":${JSON.stringify(name)},"tree_id":${treeId},"parent_id":${parentId ?? 0}}]`]
}

/** Of one thing a brand's answer has an object, a category's a list. */
function madeIn(answer: Answer): string | null {
  const json = answer.kind === 'ok' && isRawRow(answer.json) ? answer.json.data : null
  const row: unknown = Array.isArray(json) ? json[0] : json
  return isRawRow(row) ? idIn(row) : null
}

const untold: Made = {
  status: 'unknown',
  reason: 'The store’s answer does not show what was made. The hub will look.',
}

function refused({ kind, name }: StoreName, said: readonly string[]): Made {
  const words = [...new Set(said.map(one => one.replace(/\.$/, '')))]
  const says = words.length === 0 ? '' : ` The store says: “${words.join('”, “')}”.`
  return {
    status: 'rejected',
    reason: `The store does not take the new ${kind} “${name}”.${says}`,
    fix: `Make the ${kind} in BigCommerce and import again, or give the products another one.`,
  }
}
