import { sql } from 'kysely'
import type { WorkspaceTx } from './connect.ts'

/** A part of an edit: where it begins (null: at the first row), and a hash of all that the edit asks for. */
export interface PartOfEditAsked {
  readonly editId: string
  readonly after: readonly [string, string] | null
  readonly asked: string
}

/** What the event of a part keeps as its answer, for who did not get it and asks again. */
export interface KeptPart {
  /** False: the edit of this id asked for something else. */
  readonly isSame: boolean
  readonly answer: unknown
}

/**
 * Lets nobody else work on an edit until the transaction ends, and finds what was done of it: this very part, else any
 * other, of which there is no answer. Null where nothing was changed yet.
 */
export async function holdPart(tx: WorkspaceTx, { editId, after, asked }: PartOfEditAsked): Promise<KeptPart | null> {
  await sql`select pg_advisory_xact_lock(hashtext(${`cartwright.edit.${tx.workspace}.${editId}`}))`.execute(tx.kysely)
  const begin = JSON.stringify(after)
  const { rows } = await sql<{ asked: string | null; answer: unknown }>`
    select about->'part'->>'asked' as asked,
      case when about->'part'->'after' = ${begin}::jsonb then about->'part'->'answer' end as answer
    from event
    where workspace_id = ${tx.workspace} and verb = 'products.edited' and about->>'editId' = ${editId}
    order by about->'part'->'after' = ${begin}::jsonb desc nulls last limit 1
  `.execute(tx.kysely)
  const [found] = rows
  return found === undefined ? null : { isSame: found.asked === asked, answer: found.answer }
}
