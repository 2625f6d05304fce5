import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SendingOfPart } from '../../../api/contract/sending.ts'
import { count, exactTime } from '../../format.ts'
import { Notice } from '../../parts/notice.tsx'
import { When } from '../../parts/when.tsx'
import classes from './sending-section.module.css'
import { keptLine, lastLine } from './sending-words.ts'

interface Props {
  readonly of: SendingOfPart
  readonly channelId: string
  /** Whether the part is live. */
  readonly isOn: boolean
  readonly more: boolean
}

/** How a part stands: when next, what became of the last plan, what waits and what holds it. */
export function SendingState({ of, channelId, isOn, more }: Props) {
  const { mode, at, since, by, nextAt, toDo, holds, last } = of
  const kept = keptLine(of)
  const isQuiet = since === null && toDo === 0 && last === null
  if (isQuiet) return null
  return (
    <>
      <dl className={classes.facts}>
        {since !== null && (
          <Fact name="Set">
            <When at={since} />, by <bdi>{by}</bdi>
          </Fact>
        )}
        {nextAt !== null && at !== 'once' && (mode === 'ask' || isOn) && (
          <Fact name={mode === 'ask' ? 'Next plan' : 'Next'}>
            <time dateTime={nextAt}>{exactTime(nextAt)}</time>
          </Fact>
        )}
        {last !== null && (
          <Fact name="Last">
            <When at={last.madeAt} />:{' '}
            <Link to="/channels/$channelId/changes/$planId" params={{ channelId, planId: last.planId }}>
              {lastLine(last)}
            </Link>
          </Fact>
        )}
        {toDo > 0 && (
          <Fact name="Waiting">
            <Link to="/channels/$channelId/changes" params={{ channelId }}>
              {more ? `${toDo.toLocaleString('en')} changes or more` : count(toDo, 'change')}
            </Link>
            {mode === 'by_itself' && kept !== '' && <> ({kept})</>}
          </Fact>
        )}
      </dl>
      {holds.map(({ sentence, planId }) => (
        <Notice
          key={sentence}
          tone="attention"
          {...(planId !== null && {
            action: (
              <Link to="/channels/$channelId/changes/$planId" params={{ channelId, planId }}>
                Look at it
              </Link>
            ),
          })}
        >
          <bdi>{sentence}</bdi>
        </Notice>
      ))}
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
