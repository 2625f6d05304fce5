import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Plan } from '../../../api/contract/plans.ts'
import type { Input } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import { call, HubProblem } from '../../client.ts'
import { keepPlan } from '../../plan-queries.ts'

/** Everything that can be done with a plan. Each answer is put where all pages read it. */

/** Computes the changes of a channel and goes to them; to those that are being sent where there are such. */
export function useMakePlan(channelId: string) {
  const open = useOpenPlan(channelId)
  return useMutation({
    mutationFn: async () => {
      try {
        const plan = await call('POST /api/channels/:channelId/plans', { params: { channelId } })
        keepPlan(plan)
        return plan.id
      } catch (error) {
        const sent = error instanceof HubProblem && error.code === 'plan_applying' ? error.about.planId : undefined
        if (sent === undefined) throw error
        return sent
      }
    },
    onSuccess: open,
  })
}

/** Plans anew what could not be written, and goes there. */
export function useRetry({ id, channelId }: Pick<Plan, 'id' | 'channelId'>) {
  const open = useOpenPlan(channelId)
  return useMutation({
    mutationFn: () => call('POST /api/plans/:planId/retry', { params: { planId: id } }),
    onSuccess: plan => {
      keepPlan(plan)
      open(plan.id)
    },
  })
}

export function useOpenPlan(channelId: string): (planId: string) => void {
  const navigate = useNavigate()
  return planId => void navigate({ to: '/channels/$channelId/changes/$planId', params: { channelId, planId } })
}

type Step = 'apply' | 'pause' | 'resume' | 'cancel'

/** Sends, holds, lets go on or gives up. */
export function usePlanStep({ id }: Pick<Plan, 'id'>, onDone: () => void = () => undefined) {
  return useMutation({
    mutationFn: (step: Step) => call(`POST /api/plans/:planId/${step}`, { params: { planId: id } }),
    onSuccess: plan => {
      keepPlan(plan)
      onDone()
    },
  })
}

/** Sends what deletes something, with the word that was typed for it. */
export function useSendTyped({ id }: Pick<Plan, 'id'>, onDone: () => void) {
  return useMutation({
    mutationFn: (typed: string) => call('POST /api/plans/:planId/apply', { params: { planId: id }, body: { typed } }),
    onSuccess: plan => {
      keepPlan(plan)
      onDone()
    },
  })
}

export type LeaveOut = NonNullable<Input<Routes['POST /api/plans/:planId/leave-out']>['body']>

export function useLeaveOut({ id }: Pick<Plan, 'id'>) {
  return useMutation({
    mutationFn: (body: LeaveOut) => call('POST /api/plans/:planId/leave-out', { params: { planId: id }, body }),
    onSuccess: ({ plan }) => keepPlan(plan),
  })
}

export function usePass({ id }: Pick<Plan, 'id'>, onDone: () => void) {
  return useMutation({
    mutationFn: (brake: Plan['brakes'][number]['brake']) =>
      call('POST /api/plans/:planId/pass', { params: { planId: id }, body: { brakes: [brake] } }),
    onSuccess: plan => {
      keepPlan(plan)
      onDone()
    },
  })
}
