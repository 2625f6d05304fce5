import {
  IconAlertTriangle,
  IconChecks,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconEye,
  IconLoader2,
  IconPlayerPause,
} from '@tabler/icons-react'
import type { ListedPlan } from '../../../api/contract/plans.ts'
import badge from '../../parts/run/run.module.css'
import { type Stand, standOf } from './words.ts'

const signs: Readonly<Record<Stand, { readonly Icon: typeof IconEye; readonly tone: string }>> = {
  ready: { Icon: IconEye, tone: 'plain' },
  held: { Icon: IconAlertTriangle, tone: 'look' },
  empty: { Icon: IconChecks, tone: 'plain' },
  sending: { Icon: IconLoader2, tone: 'running' },
  paused: { Icon: IconPlayerPause, tone: 'plain' },
  waiting: { Icon: IconClock, tone: 'waiting' },
  sent: { Icon: IconCircleCheck, tone: 'done' },
  look: { Icon: IconAlertTriangle, tone: 'look' },
  ended: { Icon: IconCircleMinus, tone: 'plain' },
}

/** How a plan stands, as a small sign with its word. */
export function PlanBadge({ plan }: { plan: ListedPlan }) {
  const { stand, title } = standOf(plan)
  const { Icon, tone } = signs[stand]
  return (
    <span className={badge.badge} data-state={tone}>
      <Icon size={14} stroke={2} aria-hidden />
      {title}
    </span>
  )
}
