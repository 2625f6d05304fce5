import { type ChannelRow, findChannel } from '../database/channels.ts'
import { writeRefusal } from '../database/live.ts'
import { openPlans } from '../database/plans.ts'
import {
  type ClaimedPart,
  claimSending,
  type LookEnd,
  noteLook,
  type SendingClaim,
  setDueMarked,
} from '../database/sending.ts'
import type { LivePart } from '../domain/plan.ts'
import { gatherMs, lookingMs, nextLookAt, zoneOf } from '../domain/sending.ts'
import { nextTryAt } from '../engine/pull/schedule.ts'
import { HubError } from '../runtime/errors.ts'
import { JobsAtOnce } from './jobs-at-once.ts'
import { type AutomaticEnd, type BrakedChanges, makeAutomaticPlan, noneBraked } from './make-automatic-plan.ts'
import { profileOf } from './read-channels.ts'
import type { Db, Tools, WorkspaceDb } from './tools.ts'

const atOnceMost = 4
/** Longer than a plan of any catalog takes to make. */
const holdMs = 60_000
/** What may not be written, or waits for another plan to end, is looked at again after this. */
const heldMs = 5_000
const faultWords = 'A fault of the hub itself kept it from looking what is to be sent; the log says more.'

/** Looks what is to be sent without being asked, and has plans made of it: of all channels of all workspaces. */
export class SendingWorker {
  readonly #db: Db
  readonly #tools: Tools
  readonly #onError: (error: unknown) => void
  readonly #jobs: JobsAtOnce<SendingClaim>

  /** `signal`: the hub stops; what was being looked at is looked at again after the next start. */
  constructor(db: Db, tools: Tools, signal: AbortSignal, onError: (error: unknown) => void) {
    this.#db = db
    this.#tools = tools
    this.#onError = onError
    this.#jobs = new JobsAtOnce({
      ...{ most: atOnceMost, signal, onError },
      claim: most => {
        const now = tools.clock.now()
        return claimSending(db, { now, until: new Date(now.getTime() + holdMs), most })
      },
      work: claim => this.#work(claim),
    })
  }

  /** Gives what was edited its time, and looks at what is due. */
  async workDue(): Promise<void> {
    await setDueMarked(this.#db, new Date(this.#tools.clock.now().getTime() + gatherMs))
    await this.#jobs.takeUp()
  }

  /** Resolves when those under way have ended. */
  settled(): Promise<void> {
    return this.#jobs.settled()
  }

  async #work(claim: SendingClaim): Promise<void> {
    const db = this.#db.inWorkspace(claim.workspace)
    const channel = await findChannel(db, claim.channelId)
    const ends = new Map<ClaimedPart, LookEnd>()
    if (channel !== null) {
      try {
        for (const [part, end] of await look(db, this.#tools, channel, claim.parts)) ends.set(part, end)
      } catch (error) {
        if (!(error instanceof HubError)) this.#onError(error)
        const problem = error instanceof HubError ? [error.message, error.hint].filter(Boolean).join(' ') : faultWords
        const now = this.#tools.clock.now()
        for (const part of claim.parts) {
          const failures = part.failures + 1
          ends.set(part, { done: false, dueAt: nextTryAt(now, failures), problem, failures })
        }
      }
    }
    for (const part of claim.parts) {
      // Of a channel that was removed nothing is sent any more.
      await noteLook(db, claim, part, ends.get(part) ?? { ...looked, dueAt: null })
    }
    this.#tools.notices.publish(db.workspace, { type: 'channel_changed', channelId: claim.channelId })
  }
}

const looked = { done: true, problem: null, failures: 0 } as const
const waits = { done: false, problem: null, failures: 0 } as const

/** Looks what is to do of the parts of a channel whose time has come, and has it sent or planned as is said of each. */
async function look(
  db: WorkspaceDb,
  tools: Tools,
  channel: ChannelRow,
  parts: readonly ClaimedPart[],
): Promise<Map<ClaimedPart, LookEnd>> {
  const zone = zoneOf(profileOf(channel)?.store?.timeZone)
  const ends = new Map<ClaimedPart, LookEnd>()
  const later = (ms: number) => new Date(tools.clock.now().getTime() + ms)
  const end = (part: ClaimedPart, { kind, open }: AutomaticEnd) => {
    if (kind === 'busy') ends.set(part, { ...waits, dueAt: later(heldMs) })
    else if (open) ends.set(part, { ...waits, dueAt: later(openForMs) })
    else ends.set(part, { ...looked, dueAt: nextLookAt(part.rule, tools.clock.now(), zone) })
  }
  const [unasked, asked]: [ClaimedPart[], ClaimedPart[]] = [[], []]
  for (const part of parts) {
    if (!part.isMarked) end(part, nothing)
    else if (part.rule.mode === 'ask') asked.push(part)
    else if ((await writeRefusal(db, channel.id, part.part)) === null) unasked.push(part)
    else ends.set(part, { ...waits, dueAt: later(heldMs) })
  }
  const send = await sendUnasked(db, tools, channel, unasked)
  const toHold = send.braked.size > 0 ? unasked : []
  const held = await holdForPerson(db, tools, channel, { unasked: toHold, asked, braked: send.braked })
  for (const part of unasked) end(part, toHold.length === 0 || held.kind !== 'busy' ? send : held)
  for (const part of asked) end(part, held)
  return ends
}

const nothing: AutomaticEnd = { kind: 'nothing', open: false, braked: noneBraked }
/** A plan that a person may be looking at can be sent or given up any moment. */
const openForMs = lookingMs / 20

async function sendUnasked(
  db: WorkspaceDb,
  tools: Tools,
  channel: ChannelRow,
  parts: readonly ClaimedPart[],
): Promise<AutomaticEnd> {
  if (parts.length === 0) return nothing
  if ((await openPlans(db, channel.id)).some(({ state }) => state === 'applying')) return { ...nothing, kind: 'busy' }
  return makeAutomaticPlan(db, tools, channel, { unasked: namesOf(parts), asked: [], waiting: [], apply: true })
}

/** Makes the plan that waits for a person: with what a brake holds, and with what he is to be asked about. */
async function holdForPerson(
  db: WorkspaceDb,
  tools: Tools,
  channel: ChannelRow,
  { unasked, asked, braked }: Record<'unasked' | 'asked', readonly ClaimedPart[]> & { braked: BrakedChanges },
): Promise<AutomaticEnd> {
  if (unasked.length + asked.length === 0) return nothing
  const open = await openPlans(db, channel.id)
  const youngerThan = tools.clock.now().getTime() - lookingMs
  const isLookedAt = open.some(plan => !plan.automatic && plan.state === 'ready' && plan.madeAt.getTime() > youngerThan)
  if (unasked.length === 0 && isLookedAt) return { ...nothing, open: true }
  // What waits in the plan whose place it takes is in it as well.
  const waiting = open.filter(({ automatic, state }) => automatic && state === 'ready')
  const parts = waiting.flatMap(({ summary }) => summary.fields.map(({ part }) => part))
  const names = { unasked: namesOf(unasked), asked: namesOf(asked) }
  const waits = [...new Set(parts)].filter(part => !names.unasked.includes(part) && !names.asked.includes(part))
  return makeAutomaticPlan(db, tools, channel, { ...names, waiting: waits, apply: false, only: braked })
}

function namesOf(parts: readonly ClaimedPart[]): LivePart[] {
  return parts.map(({ part }) => part)
}
