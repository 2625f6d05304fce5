import type { SendingAt, SendingOfPart, SendingRule } from '../../../api/contract/sending.ts'
import { count } from '../../format.ts'

export type When = 'once' | 'every' | 'daily'

export function whenOf(at: SendingAt): When {
  if (at === 'once') return 'once'
  return 'everyMinutes' in at ? 'every' : 'daily'
}

export const whenWords = {
  ask: { once: 'When I review them', every: 'Every so many minutes', daily: 'Once a day' },
  by_itself: { once: 'As soon as I edit', every: 'Every so many minutes', daily: 'Once a day' },
} as const satisfies Record<SendingRule['mode'], Record<When, string>>

/** What a rule comes to, in a sentence. */
export function ruleWords({ mode, at }: SendingRule, timeZone: string): string {
  const when =
    at === 'once'
      ? ''
      : 'everyMinutes' in at
        ? `every ${at.everyMinutes === 1 ? 'minute' : `${at.everyMinutes} minutes`}`
        : `daily at ${at.dailyAt}, ${timeZone} time`
  if (mode === 'ask') {
    return when === '' ? 'Nothing is sent before you have reviewed it.' : `A plan is made ${when}, and waits for you.`
  }
  return when === '' ? 'What you edit is sent within seconds.' : `What you edited is sent ${when}.`
}

const keptWords = {
  edited: 'edited in the store',
  refused: 'refused by the store before',
  left_out: 'left out of a plan',
  given_up: 'in a plan that was given up',
  open: 'in a plan that somebody is looking at',
  held: 'in a plan that waits for you',
} as const

/** What is to do and is not sent by itself, as `2 edited in the store, 1 left out of a plan`; empty where there is none. */
export function keptLine({ kept }: SendingOfPart): string {
  const names = Object.keys(keptWords) as (keyof typeof keptWords)[]
  return names.flatMap(name => ((kept[name] ?? 0) > 0 ? [`${kept[name]} ${keptWords[name]}`] : [])).join(', ')
}

const outcomes = {
  applied: 'sent',
  rejected: 'refused',
  deferred: 'waiting',
  unknown: 'not sure',
  sending: 'being sent',
  planned: 'waiting',
  left_out: 'left out',
  superseded: 'changed meanwhile',
  cancelled: 'not sent',
} as const

/** What became of the last plan, as `3 sent, 1 refused`. */
export function lastLine({ state, states }: NonNullable<SendingOfPart['last']>): string {
  if (state === 'outdated') return 'a newer plan took its place'
  const words = new Map<string, number>()
  for (const name of Object.keys(outcomes) as (keyof typeof outcomes)[]) {
    const word = outcomes[name]
    if ((states[name] ?? 0) > 0) words.set(word, (words.get(word) ?? 0) + (states[name] ?? 0))
  }
  return [...words].map(([word, many]) => `${count(many, 'change')} ${word}`).join(', ')
}
