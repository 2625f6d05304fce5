import { useMutation } from '@tanstack/react-query'
import type { DriftDecision, OwnedField } from '../../../api/contract/drift.ts'
import { call } from '../../client.ts'
import { driftChanged } from '../../drift-queries.ts'
import { count } from '../../format.ts'
import { tellDone, tellFailure, tellPlain } from '../../parts/undo.tsx'
import { type Choice, choicesOf, inParts } from './found.ts'
import { doneWords, type FieldName, fieldWords } from './words.ts'

const slot = 'drift'

export interface Decided {
  readonly decision: DriftDecision
  readonly what: Choice
}

/** Takes what a store shows, or has the next plan write over it; a message offers the way back. */
export function useDecideDrift(channelId: string, onDone?: () => void) {
  const reopen = useReopen(channelId)
  return useMutation({
    mutationFn: async ({ decision, what }: Decided) => {
      const total = { decided: 0, left: 0, decisions: [] as string[] }
      for (const choice of choicesOf(what)) {
        const answer = await call('POST /api/channels/:channelId/drift/decide', {
          params: { channelId },
          body: { decision, ...choice },
        })
        total.decided += answer.decided
        total.left += answer.left
        total.decisions.push(...answer.decisions)
      }
      return total
    },
    onSuccess: ({ decided, left, decisions }, { decision, what }) => {
      onDone?.()
      const words = doneWords(decision, 'rows' in what && left === 0 ? what.rows : decided)
      tellDone(words, decisions.length === 0 ? undefined : () => reopen.mutate({ decisions }), slot)
      if (left > 0) tellPlain(`${count(left, 'edit was', 'edits were')} left as it is.`, 'It changed in the meantime.')
    },
    onError: tellFailure,
    onSettled: driftChanged,
  })
}

interface ToReopen {
  readonly decisions: readonly string[]
  /** Owners to be put back first. */
  readonly owners?: readonly Pick<OwnedField, 'level' | 'field' | 'owner'>[]
}

/** Takes decisions back, and with them the giving away of fields. */
export function useReopen(channelId: string) {
  return useMutation({
    mutationFn: async ({ decisions, owners = [] }: ToReopen) => {
      const params = { channelId }
      if (owners.length > 0) {
        const back = owners.map(({ level, field, owner }) => ({ level, field, owner }))
        await call('PUT /api/channels/:channelId/owners', { params, body: { owners: back } })
      }
      const total = { reopened: 0, left: 0 }
      for (const some of inParts(decisions)) {
        const answer = await call('POST /api/channels/:channelId/drift/reopen', { params, body: { decisions: some } })
        total.reopened += answer.reopened
        total.left += answer.left
      }
      return total
    },
    onSuccess: ({ reopened, left }, { owners = [] }) => {
      const edits = reopened === 0 ? '' : ` ${count(reopened, 'edit')} as before.`
      const isNothing = owners.length === 0 && reopened === 0
      tellDone(isNothing ? 'Nothing was left to take back.' : `Taken back.${edits}`, undefined, slot)
      if (left > 0) tellPlain(`${count(left, 'edit')} stays decided.`, 'It was changed since then.')
    },
    onError: tellFailure,
    onSettled: driftChanged,
  })
}

interface Gift {
  readonly fields: readonly FieldName[]
  readonly owner: OwnedField['owner']
  /** As they were before. */
  readonly before: readonly Pick<OwnedField, 'level' | 'field' | 'owner'>[]
}

const givenTo = { hub: 'belongs to the hub now', store: 'belongs to the store now', nobody: 'is nobody’s now' } as const

/** Gives fields of a channel to another owner; a message offers the way back. */
export function useGiveFields(channelId: string, onDone?: () => void) {
  const reopen = useReopen(channelId)
  return useMutation({
    mutationFn: ({ fields, owner }: Gift) =>
      call('PUT /api/channels/:channelId/owners', {
        params: { channelId },
        body: { owners: fields.map(({ level, field }) => ({ level, field, owner })) },
      }),
    onSuccess: ({ taken, decisions }, { fields, owner, before }) => {
      onDone?.()
      const [first] = fields
      const what = first !== undefined && fields.length === 1 ? fieldWords(first) : `Each of ${fields.length} fields`
      const also = taken === 0 ? '' : ` ${count(taken, 'value')} as the store shows it.`
      tellDone(`${what} ${givenTo[owner]}.${also}`, () => reopen.mutate({ decisions, owners: before }), slot)
    },
    onError: tellFailure,
    onSettled: driftChanged,
  })
}
