import type { Plan } from '../api/contract/plans.ts'
import type { Call } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments } from './arguments.ts'
import { findOnlyChannel } from './find-channel.ts'
import type { Command } from './io.ts'
import { readSending, sendOptions, sendOptionsHelp, sendPlan } from './send-plan.ts'

export const apply: Command = {
  name: 'apply',
  summary: 'Write a plan to its store, after showing what will be sent',
  help: `Usage: cartwright apply [PLAN | CHANNEL] [options]

Shows what a plan would write and asks, then writes it and nothing else. Right before each write the store is read: what
was changed there since the plan is left as it is, and so is what was edited in the hub since. A channel gets a new plan;
a plan is named by its id, also one that is being applied already: then that is followed. Ends with 0 when all of it was
written; with 1 when some of it was not, when it was cancelled, or when you said no; with 3 when it got no further for
too long. Ctrl-C leaves it alone: the hub goes on with it.

  PLAN | CHANNEL              the plan’s id, or the channel’s name or id; may be left out where there is one channel
${sendOptionsHelp}
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, { ...hubOptions, ...sendOptions }, 1)
    const json = values.json === true ? (plan: Plan) => tools.out(JSON.stringify(plan)) : null
    const sending = { ...readSending(values), json }
    return tools.withHub(values, async (call, hub) =>
      sendPlan(await planOf(call, positionals[0]), sending, { call, hub, tools }),
    )
  },
}

/** A plan by its id, or a new one of a channel. */
async function planOf(call: Call, wanted: string | undefined): Promise<{ plan: Plan; isNew: boolean }> {
  if (wanted?.startsWith('pln_')) {
    const plan = await call('GET /api/plans/:planId', { params: { planId: wanted } })
    return { plan, isNew: plan.state === 'ready' }
  }
  const { id: channelId } = await findOnlyChannel(call, wanted)
  try {
    return { plan: await call('POST /api/channels/:channelId/plans', { params: { channelId } }), isNew: true }
  } catch (error) {
    const planId = error instanceof HubError && error.code === 'plan_applying' ? error.about?.planId : undefined
    if (planId === undefined) throw error
    return { plan: await call('GET /api/plans/:planId', { params: { planId } }), isNew: false }
  }
}
