import type { CheckRow } from './check.ts'
import type { PlanProgress } from './plan.ts'
import type { RunProgress, RunState } from './run.ts'

/** Tells whoever looks at a screen that something changed or goes on. It is only a hint: the database is the truth. */
export type Notice =
  | { readonly type: 'check_started'; readonly channelId: string; readonly checkId: string }
  | { readonly type: 'check_row'; readonly channelId: string; readonly checkId: string; readonly row: CheckRow }
  | { readonly type: 'check_finished'; readonly channelId: string; readonly checkId: string }
  | { readonly type: 'channel_changed'; readonly channelId: string }
  | {
      readonly type: 'run_progress'
      readonly runId: string
      readonly channelId: string
      readonly state: RunState
      readonly progress: RunProgress
    }
  | { readonly type: 'run_changed'; readonly runId: string; readonly channelId: string }
  | { readonly type: 'catalog_changed' }
  | { readonly type: 'plan_changed'; readonly planId: string; readonly channelId: string }
  | {
      readonly type: 'plan_progress'
      readonly planId: string
      readonly channelId: string
      readonly progress: PlanProgress
    }
  /** All writing was stopped or resumed, for all channels at once. */
  | { readonly type: 'writing_changed' }
