import type { ListingWrite, Outcome, WriteResult } from '../../../connector/writer.ts'
import { type Entry, type EntryKind, stepsBetween } from './entries.ts'
import { type EntryTools, takeStep } from './write-entry.ts'

/** Brings one list of a product from what the store shows to what is wanted, until something is not taken. */
export async function writeEntries<E extends Entry>(
  kind: EntryKind<E>,
  { remoteId, fields, before }: ListingWrite,
  tools: EntryTools,
): Promise<WriteResult> {
  const shown = kind.entriesOf(before[kind.field])
  const steps = stepsBetween(kind, shown, kind.entriesOf(fields[kind.field]))
  let outcome: Outcome = { status: 'applied' }
  for (const [at, step] of steps.entries()) {
    const taken = await takeStep(kind, remoteId, step, shown, tools)
    if (taken.status === 'applied') continue
    outcome =
      at === 0 || taken.status !== 'rejected' ? taken : { ...taken, reason: `${taken.reason} ${partly(at, steps)}` }
    break
  }
  // Of a lost answer nobody knows what it left.
  const isKnown = outcome.status !== 'unknown'
  const value = kind.valueOf(shown)
  return {
    outcomes: { [kind.field]: outcome },
    shows: isKnown ? (value === null ? {} : { [kind.field]: value }) : null,
    alsoShows: null,
  }
}

function partly(done: number, { length }: readonly unknown[]): string {
  return `The ${done === 1 ? 'change' : `${done} changes`} before it, of ${length}, ${done === 1 ? 'was' : 'were'} saved.`
}
