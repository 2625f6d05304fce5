import type { Plan } from '../api/contract/plans.ts'
import type { Call } from '../api/contract/routes.ts'
import type { UndoResult } from '../api/contract/undo.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments } from './arguments.ts'
import { findOnlyChannel } from './find-channel.ts'
import { count, plain, Table, whole } from './format.ts'
import { type CliTools, type Command, exitCodes } from './io.ts'
import { shown } from './plan-lines.ts'
import { given } from './products.ts'
import { readSending, sendOptions, sendOptionsHelp, sendPlan } from './send-plan.ts'

const options = {
  ...hubOptions,
  ...sendOptions,
  channel: { type: 'string' },
  product: { type: 'string' },
  variant: { type: 'string' },
  field: { type: 'string' },
  'delete-made': { type: 'boolean' },
  preview: { type: 'boolean' },
  apply: { type: 'boolean' },
} as const

type Values = ReturnType<typeof readArguments<typeof options>>['values']

export const undo: Command = {
  name: 'undo',
  summary: 'Take back what a plan wrote to a store, or the last change of one product',
  help: `Usage: cartwright undo PLAN [options]
       cartwright undo --product ID [--channel CHANNEL] [options]

Gives a channel back the values that were there before a plan was written: all of them, or only those of one product,
variant or field. Without a plan, what was written last of one product. They become the channel’s own values, so no other
channel moves. What somebody changed since, here or in the store, stays, and is shown with the reason. Nothing is sent
before the new plan is: an undo is undone the same way. Ends with 0 when all of it goes back, with 1 when something stays.

  PLAN                        the id of a plan that was sent: cartwright plan list
  --channel CHANNEL           without a plan: the channel’s name or id; may be left out where there is one channel
  --product ID                only this product, by its id in the store
  --variant ID                only this variant, by its id in the store
  --field FIELD               only this field, such as price
  --delete-made               delete in the store what it made, in place of taking it off sale; the new plan needs a word
  --preview                   only show what would go back and what would stay
  --apply                     send the new plan, as cartwright apply does
With --apply:
${sendOptionsHelp}
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, options, 1)
    const planId = positionals[0]
    refuseMixed(values, planId)
    const sending = readSending(values)
    const json = values.json === true
    return tools.withHub(values, async (call, hub) => {
      const what = await whatOf(call, values, planId)
      const made = values['delete-made'] === true ? ('delete' as const) : ('hide' as const)
      const body = { ...what, made, preview: values.preview === true }
      const undone = await call('POST /api/undo', { body })
      const code = undone.keptCount === 0 ? exitCodes.done : exitCodes.refused
      const isSent = values.apply === true && undone.planId !== null
      if (json && !isSent) tools.out(JSON.stringify(undone))
      if (!json) for (const line of undoLines(undone, body.preview, tools)) tools.out(line)
      if (!isSent) {
        if (!json && undone.planId !== null) tools.out(`Send it with: cartwright apply ${undone.planId}`)
        return code
      }
      const plan = await call('GET /api/plans/:planId', { params: { planId: undone.planId ?? '' } })
      const print = (sent: Plan) => tools.out(JSON.stringify({ ...undone, plan: sent }))
      const sent = await sendPlan(
        { plan, isNew: true },
        { ...sending, json: json ? print : null },
        { call, hub, tools },
      )
      return sent === exitCodes.done ? code : sent
    })
  },
}

function refuseMixed({ channel, product, preview, apply }: Values, planId: string | undefined): void {
  if (planId === undefined && product === undefined) {
    throw new HubError('usage', 'Say what to undo: the id of a plan, or --product with its id in the store.', {
      hint: 'cartwright plan list shows the ids of plans.',
    })
  }
  if (planId !== undefined && channel !== undefined) {
    throw new HubError('usage', 'A plan belongs to one channel: leave --channel out.')
  }
  if (preview === true && apply === true) {
    throw new HubError('usage', '--preview and --apply contradict one another: a preview changes nothing.', {
      hint: 'Leave one of them out.',
    })
  }
}

async function whatOf(call: Call, { channel, product, variant, field }: Values, planId: string | undefined) {
  const narrowed = given({ offerId: variant, field })
  if (planId !== undefined) return { plan: planId, ...given({ listingId: product }), ...narrowed }
  const { id: channelId } = await findOnlyChannel(call, channel)
  return { channelId, ...given({ listingId: product }), ...narrowed }
}

function undoLines(undone: UndoResult, isPreview: boolean, tools: CliTools): string[] {
  const { rows, kept, keptCount, cannotReturn, planId } = undone
  if (undone.undone === 0 && planId === null && keptCount === 0) return ['There is nothing to undo.']
  const columns = [{ title: 'name', shrinksTo: 12 }, { title: 'SKU', shrinksTo: 8 }, { title: 'field' }]
  const back = rows.map(({ name, sku, label, now, will }) => [
    ...[plain(name), plain(sku), label],
    `${shown(now)} > ${shown(will)}`,
  ])
  const stay = kept.map(({ name, sku, label, was, reason }) => [
    ...[plain(name), plain(sku), label],
    ...[shown(was), plain(reason)],
  ])
  const width = tools.outColumns()
  const backColumns = [...columns, { title: 'now > then', shrinksTo: 16 }]
  const stayColumns = [...columns, { title: 'was', shrinksTo: 10 }, { title: 'why it stays', shrinksTo: 16 }]
  const wasUndone = undone.undone === 0 && planId !== null
  return [
    wasUndone
      ? 'It was undone before, and is still to be sent.'
      : `${isPreview ? 'Would go back' : 'Goes back'} on this channel: ${count(undone.undone, 'value')}.`,
    ...(back.length === 0 ? [] : new Table(backColumns, width).lines(back)),
    ...moreLines(undone.undone - rows.length),
    ...(keptCount === 0 ? [] : [`Stays as it is: ${count(keptCount, 'value')}.`]),
    ...(stay.length === 0 ? [] : new Table(stayColumns, width).lines(stay)),
    ...moreLines(keptCount - kept.length),
    ...cannotReturn,
  ]
}

function moreLines(more: number): string[] {
  return more > 0 ? [`… and ${whole(more)} more`] : []
}
