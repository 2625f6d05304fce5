import type { ReactNode } from 'react'
import { moneyRange, rangeSign } from '../../money.ts'
import classes from './cells.module.css'

/** Text that keeps to its cell: the rest stands in the tooltip. */
export function Clipped({ text, mono = false }: { text: string; mono?: boolean }) {
  return (
    <bdi className={mono ? classes.code : classes.clipped} title={text}>
      {text}
    </bdi>
  )
}

interface PriceProps {
  readonly least: string | null
  readonly most: string | null
  readonly currency: string | null
}

/** One price, or from the lowest to the highest; each stays in one piece. */
export function Price({ least, most, currency }: PriceProps) {
  const words = moneyRange(least, most, currency)
  if (words === null) return <None>No price</None>
  const [from, to] = words.split(rangeSign)
  return (
    <>
      <span className={classes.amount} title={words}>
        {from}
      </span>
      {to !== undefined && (
        <>
          {rangeSign}
          <span className={classes.amount}>{to}</span>
        </>
      )}
    </>
  )
}

/** A number whose column has no head where the window is narrow. */
export function Stock({ stock }: { stock: number | null }) {
  if (stock === null) {
    return (
      <>
        <span className={classes.inSigns}>
          <None>Not tracked</None>
        </span>
        <span className={classes.inWords}>Not tracked</span>
      </>
    )
  }
  return (
    <>
      {stock.toLocaleString()}
      <span className={classes.inWords}> in stock</span>
    </>
  )
}

/** Nothing is there, said so that it is neither mistaken for a value nor read out as a sign. */
export function None({ children = 'None' }: { children?: string }) {
  return (
    <>
      <span aria-hidden="true" className={classes.none}>
        –
      </span>
      <span className="cw-sr">{children}</span>
    </>
  )
}

interface BoxProps {
  /** `quiet`: as it should be; the others are to be seen. */
  readonly tone: 'quiet' | 'gray' | 'amber' | 'red'
  readonly icon: ReactNode
  readonly title?: string
  readonly children: ReactNode
}

/** One state of a row, told by shape and word, not only by its color. */
export function StateBox({ tone, icon, title, children }: BoxProps) {
  return (
    <span className={classes.box} data-tone={tone} title={title}>
      {icon}
      <span className={classes.boxText}>{children}</span>
    </span>
  )
}

export function StateBoxes({ children }: { children: ReactNode }) {
  return <div className={classes.boxes}>{children}</div>
}
