import { brakeName, livePart, type Plan } from '../api/contract/plans.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments, readWhole, wordsOf } from './arguments.ts'
import { findOnlyChannel } from './find-channel.ts'
import { count, plain } from './format.ts'
import { type Command, exitCodes } from './io.ts'
import { changeOptions, planIdOf, readFilter } from './plan-arguments.ts'
import { planLines, typed } from './plan-lines.ts'

const positionalsMost = 100_000
/** What one call takes (`POST /api/plans/:planId/leave-out` of the contract). */
const idsMost = 1_000

export const planLeaveOut: Command = {
  name: 'plan leave-out',
  summary: 'Take changes out of a plan, or put them back',
  help: `Usage: cartwright plan leave-out PLAN CHANGE... [options]
       cartwright plan leave-out PLAN --part PART|--field FIELD|--edited|--search WORDS [options]

Changes that are left out are not written when the plan is applied; they stay wanted, so the next plan has them again.
CHANGE is the id that cartwright plan show prints.

  --put-back                  put them back instead
  --part PART                 all of this part: ${wordsOf(livePart.options)}
  --field FIELD               all of this field, such as price
  --edited                    all that write over what was edited in the store
  --search WORDS              all with these words in name or SKU
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { state: _, ...filterOptions } = changeOptions
    const { values, positionals } = readArguments(
      argv,
      { ...hubOptions, ...filterOptions, 'put-back': { type: 'boolean' } },
      positionalsMost,
    )
    const planId = planIdOf(positionals)
    const ids = positionals.slice(1)
    const filter = readFilter(values)
    if ((ids.length === 0) === (Object.keys(filter).length === 0)) {
      throw new HubError(
        'usage',
        'Say which changes: their ids, or one or more of --part, --field, --edited, --search.',
      )
    }
    const wrong = ids.find(id => !/^\d{1,15}$/.test(id))
    if (wrong !== undefined) throw new HubError('usage', `“${wrong}” is not the id of a change: those are numbers.`)
    const putBack = values['put-back'] === true
    return tools.withHub(values, async call => {
      let [changed, last]: [number, Plan | null] = [0, null]
      for (const choice of ids.length === 0 ? [{ filter }] : parts(ids).map(part => ({ ids: part }))) {
        const answer = await call('POST /api/plans/:planId/leave-out', {
          params: { planId },
          body: { ...choice, putBack },
        })
        changed += answer.changed
        last = answer.plan
      }
      if (values.json === true) tools.out(JSON.stringify({ changed, plan: last }))
      else {
        tools.out(`${putBack ? 'Put back' : 'Left out'}: ${count(changed, 'change')}.`)
        if (last !== null) for (const line of planLines(last)) tools.out(line)
      }
      return exitCodes.done
    })
  },
}

export const planPass: Command = {
  name: 'plan pass',
  summary: 'Let a plan pass what holds it, after looking at it',
  help: `Usage: cartwright plan pass PLAN BRAKE... [options]

BRAKE is what holds the plan, as cartwright plan show says: ${wordsOf(brakeName.options)}

${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, hubOptions, 1 + brakeName.options.length)
    const planId = planIdOf(positionals)
    const brakes = positionals.slice(1).flatMap(word => {
      const brake = brakeName.options.find(each => typed(each) === typed(word))
      if (brake === undefined)
        throw new HubError('usage', `There is no brake “${word}”: ${wordsOf(brakeName.options)}.`)
      return [brake]
    })
    if (brakes.length === 0) throw new HubError('usage', `Say what to let pass: ${wordsOf(brakeName.options)}.`)
    return tools.withHub(values, async call => {
      const passed = await call('POST /api/plans/:planId/pass', { params: { planId }, body: { brakes } })
      if (values.json === true) tools.out(JSON.stringify(passed))
      else for (const line of planLines(passed)) tools.out(line)
      return exitCodes.done
    })
  },
}

export const planCancel: Command = {
  name: 'plan cancel',
  summary: 'Give a plan up; what was written already stays',
  help: `Usage: cartwright plan cancel PLAN [options]

${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, hubOptions, 1)
    const planId = planIdOf(positionals)
    return tools.withHub(values, async call => {
      const cancelled = await call('POST /api/plans/:planId/cancel', { params: { planId } })
      if (values.json === true) tools.out(JSON.stringify(cancelled))
      else if (cancelled.cancelling) tools.out('It stops before the next request. What was written stays.')
      else tools.out(`The plan of ${plain(cancelled.channelName)} was given up. Nothing was written.`)
      return exitCodes.done
    })
  },
}

export const planBrakes: Command = {
  name: 'plan brakes',
  summary: 'Show or set from where on the plans of a channel are held',
  help: `Usage: cartwright plan brakes [CHANNEL] [options]

  --price-cut PERCENT         hold where a price falls by more than this
  --hidden N                  hold where more products than this are hidden
  --hidden-percent PERCENT    hold where more of a hundred products on sale are hidden
  --emptied N                 hold where more categories than this are left without a product on sale
${hubOptionsHelp}`,

  async run(argv, tools) {
    const text = { type: 'string' } as const
    const { values, positionals } = readArguments(
      argv,
      { ...hubOptions, 'price-cut': text, hidden: text, 'hidden-percent': text, emptied: text },
      1,
    )
    const percent = { least: 0, most: 100 }
    const priceCutPercent = readWhole(values['price-cut'], 'price-cut', percent)
    const hiddenMost = readWhole(values.hidden, 'hidden', { least: 0, most: 1_000_000 })
    const hiddenPercent = readWhole(values['hidden-percent'], 'hidden-percent', percent)
    const emptiedMost = readWhole(values.emptied, 'emptied', { least: 0, most: 1_000_000 })
    return tools.withHub(values, async call => {
      const { id: channelId, name } = await findOnlyChannel(call, positionals[0])
      const params = { channelId }
      const { usual: _, ...before } = await call('GET /api/channels/:channelId/brakes', { params })
      const body = {
        priceCutPercent: priceCutPercent ?? before.priceCutPercent,
        hiddenMost: hiddenMost ?? before.hiddenMost,
        hiddenPercent: hiddenPercent ?? before.hiddenPercent,
        emptiedMost: emptiedMost ?? before.emptiedMost,
      }
      const isSame = JSON.stringify(body) === JSON.stringify(before)
      const limits = isSame ? before : await call('PUT /api/channels/:channelId/brakes', { params, body })
      if (values.json === true) tools.out(JSON.stringify(limits))
      else {
        tools.out(`A plan of ${plain(name)} is held until somebody lets it pass, where`)
        tools.out(`  a price falls by more than ${limits.priceCutPercent} %, or to zero`)
        tools.out(
          `  more than ${count(limits.hiddenMost, 'product')}, or more than ${limits.hiddenPercent} % of those on sale, would be hidden`,
        )
        tools.out(
          `  ${limits.emptiedMost === 0 ? 'a category' : `more than ${count(limits.emptiedMost, 'category', 'categories')}`} would be left without a product on sale`,
        )
      }
      return exitCodes.done
    })
  },
}

function parts(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / idsMost) }, (_, at) => ids.slice(at * idsMost, (at + 1) * idsMost))
}
