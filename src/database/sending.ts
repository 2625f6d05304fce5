import { sql } from 'kysely'
import type { Actor } from '../domain/actor.ts'
import { type LivePart, liveParts } from '../domain/plan.ts'
import type { SendingRule } from '../domain/sending.ts'
import type { Db, WorkspaceDb, WorkspaceTx } from './connect.ts'
import type { Tables } from './tables.ts'

type Handle = WorkspaceDb | WorkspaceTx
type Row = Pick<Tables['channel_sending'], 'mode' | 'every_minutes' | 'daily_at'>

/** How a part of a channel gets to its store, where somebody said so. */
export interface StoredSending {
  readonly part: LivePart
  readonly rule: SendingRule
  readonly since: Date
  readonly actor: Actor
  /** When the hub looks next. */
  readonly dueAt: Date | null
  /** Why the last look could not be done. */
  readonly problem: string | null
}

function ruleOf({ mode, every_minutes: everyMinutes, daily_at: dailyAt }: Row): SendingRule {
  if (everyMinutes !== null) return { mode, at: { everyMinutes } }
  return { mode, at: dailyAt === null ? 'once' : { dailyAt } }
}

export async function sendingOf(db: Handle, channelId: string): Promise<StoredSending[]> {
  const rows = await db.kysely
    .selectFrom('channel_sending')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .selectAll()
    .execute()
  return rows
    .map(row => ({
      ...{ part: row.part, rule: ruleOf(row), since: row.since, dueAt: row.due_at, problem: row.problem },
      // Written by `writeSending` alone.
      actor: row.actor as Actor,
    }))
    .toSorted((a, b) => liveParts.indexOf(a.part) - liveParts.indexOf(b.part))
}

/** Says how a part gets to its store from now on; what waits is looked at, whatever an earlier look found. */
export async function writeSending(
  tx: WorkspaceTx,
  channelId: string,
  part: LivePart,
  { rule, at, actor, dueAt }: { rule: SendingRule; at: Date; actor: Actor; dueAt: Date | null },
): Promise<void> {
  const values = {
    mode: rule.mode,
    every_minutes: rule.at !== 'once' && 'everyMinutes' in rule.at ? rule.at.everyMinutes : null,
    daily_at: rule.at !== 'once' && 'dailyAt' in rule.at ? rule.at.dailyAt : null,
    ...{ since: at, actor: JSON.stringify(actor), due_at: dueAt, claimed_until: null, problem: null, failures: 0 },
  }
  await tx.kysely
    .insertInto('channel_sending')
    .values({ workspace_id: tx.workspace, channel_id: channelId, part, ...values })
    .onConflict(conflict =>
      conflict
        .columns(['workspace_id', 'channel_id', 'part'])
        .doUpdateSet(eb => ({ ...values, marked: eb('channel_sending.marked', '+', 1) })),
    )
    .execute()
}

/**
 * Says that something of these parts is to do, or may be: to be called in the transaction that makes it so, at its end.
 * A look that began before that transaction ended is followed by another one.
 */
export async function markToSend(tx: WorkspaceTx, channelId: string, parts: Iterable<LivePart>): Promise<void> {
  const marked = [...new Set(parts)]
  if (marked.length === 0) return
  // Also where it is marked already: the row stays held until the transaction ends, and no look passes it meanwhile.
  await sql`
    update channel_sending s set marked = s.marked + 1
    from (
      select part from channel_sending
      where workspace_id = ${tx.workspace} and channel_id = ${channelId} and part = any(${marked}::text[])
      order by part for update
    ) held
    where s.workspace_id = ${tx.workspace} and s.channel_id = ${channelId} and s.part = held.part
  `.execute(tx.kysely)
}

/** Gives what was marked since the last look, and is to be sent as soon as it is there, its time: in all workspaces. */
export async function setDueMarked(db: Db, dueAt: Date): Promise<void> {
  await db.kysely
    .updateTable('channel_sending')
    .set({ due_at: dueAt })
    .where('mode', '=', 'by_itself')
    .where('every_minutes', 'is', null)
    .where('daily_at', 'is', null)
    .where('due_at', 'is', null)
    .whereRef('marked', '>', 'looked')
    .execute()
}

/** The right to look whether something of parts of a channel is to be sent, until it runs out. */
export interface SendingClaim {
  readonly workspace: string
  readonly channelId: string
  readonly until: Date
  readonly parts: readonly ClaimedPart[]
}

export interface ClaimedPart {
  readonly part: LivePart
  readonly rule: SendingRule
  /** What had been marked by then; the look must begin after the claim. */
  readonly marked: number
  readonly isMarked: boolean
  readonly failures: number
}

/** Takes the parts whose time has come and that nobody looks at, channel by channel, in all workspaces. */
export async function claimSending(db: Db, ask: { now: Date; until: Date; most: number }): Promise<SendingClaim[]> {
  const due = db.kysely
    .selectFrom('channel_sending')
    .select(['workspace_id', 'channel_id', 'part'])
    .where('due_at', '<=', ask.now)
    .where(eb => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<', ask.now)]))
    .orderBy('due_at')
    // A channel has as many parts, and they are taken together.
    .limit(ask.most * liveParts.length)
    .forUpdate()
    .skipLocked()
  const rows = await db.kysely
    .updateTable('channel_sending as s')
    .from(due.as('due'))
    .whereRef('s.workspace_id', '=', 'due.workspace_id')
    .whereRef('s.channel_id', '=', 'due.channel_id')
    .whereRef('s.part', '=', 'due.part')
    .set({ claimed_until: ask.until })
    .returning(['s.workspace_id', 's.channel_id', 's.part', 's.mode', 's.every_minutes', 's.daily_at'])
    .returning(['s.marked', 's.looked', 's.failures'])
    .execute()
  return [...Map.groupBy(rows, row => `${row.workspace_id} ${row.channel_id}`).values()].flatMap(
    ([first, ...others]) =>
      first === undefined
        ? []
        : {
            ...{ workspace: first.workspace_id, channelId: first.channel_id, until: ask.until },
            parts: [first, ...others].map(row => ({
              ...{ part: row.part, rule: ruleOf(row), marked: row.marked, failures: row.failures },
              isMarked: row.marked > row.looked,
            })),
          },
  )
}

/** How a look at a part ended. */
export interface LookEnd {
  /** Whether all that had been marked was looked at. */
  readonly done: boolean
  /** When to look next; null: when something is marked. */
  readonly dueAt: Date | null
  readonly problem: string | null
  readonly failures: number
}

/** Notes how a look ended, unless the claim ran out or somebody said meanwhile how the part gets to its store. */
export async function noteLook(
  db: Handle,
  { channelId, until }: Pick<SendingClaim, 'channelId' | 'until'>,
  { part, marked }: ClaimedPart,
  { done, dueAt, problem, failures }: LookEnd,
): Promise<void> {
  await db.kysely
    .updateTable('channel_sending')
    .set({ due_at: dueAt, claimed_until: null, problem, failures, ...(done && { looked: marked }) })
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('part', '=', part)
    .where('claimed_until', '=', until)
    .execute()
}

/** Lets others look at every part that somebody had claimed: nobody of an earlier process is left. */
export async function releaseAllSending(db: Db): Promise<void> {
  await db.kysely.updateTable('channel_sending').set({ claimed_until: null }).execute()
}
