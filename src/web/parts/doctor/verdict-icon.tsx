import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleMinus,
  IconCircleXFilled,
  IconHelpCircle,
} from '@tabler/icons-react'
import classes from './doctor.module.css'
import type { Verdict } from './words.ts'

const icons = {
  have: IconCircleCheckFilled,
  missing: IconCircleMinus,
  unproven: IconHelpCircle,
  warning: IconAlertTriangleFilled,
  failed: IconCircleXFilled,
} as const satisfies Record<Verdict, unknown>

export function VerdictIcon({ verdict, size = 18 }: { verdict: Verdict; size?: number }) {
  const Icon = icons[verdict]
  return <Icon size={size} aria-hidden className={classes.icon} data-verdict={verdict} />
}
