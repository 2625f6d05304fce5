import type { ReactNode } from 'react'
import classes from './drawing.module.css'

interface Props {
  readonly height: number
  readonly children: ReactNode
}

/** A sketch of a part of BigCommerce's panel; it takes the colors of the theme. The step beside it says the same in words. */
export function Panel({ height, children }: Props) {
  return (
    <svg viewBox={`0 0 400 ${height}`} aria-hidden="true" className={classes.panel}>
      <rect x="0.500" y="0.500" width="399" height={height - 1} rx="8" className={classes.paper} />
      {children}
    </svg>
  )
}

interface TextProps {
  readonly x: number
  readonly y: number
  readonly children: ReactNode
  readonly tone?: 'plain' | 'muted' | 'strong' | 'accent' | 'code' | 'onAccent'
  readonly anchor?: 'start' | 'middle' | 'end'
}

export function Words({ x, y, children, tone = 'plain', anchor = 'start' }: TextProps) {
  return (
    <text x={x} y={y} className={classes[tone]} textAnchor={anchor}>
      {children}
    </text>
  )
}

interface BoxProps {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height?: number
  readonly look?: 'field' | 'marked' | 'button' | 'primary' | 'bar'
}

export function Box({ x, y, width, height = 24, look = 'field' }: BoxProps) {
  return <rect x={x} y={y} width={width} height={height} rx={look === 'bar' ? 3 : 5} className={classes[look]} />
}

export function Radio({ x, y, on = false }: { x: number; y: number; on?: boolean }) {
  return (
    <g>
      <circle cx={x} cy={y} r="5.500" className={on ? classes.radioOn : classes.radio} />
      {on && <circle cx={x} cy={y} r="2.500" className={classes.radioDot} />}
    </g>
  )
}
