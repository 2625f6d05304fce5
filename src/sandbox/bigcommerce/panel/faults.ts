import { emptyFault, readFault } from './fault-form.ts'
import type { FaultsAttempt, QuirkForm } from './faults-page.ts'
import { faultsPage, quirkSwitches } from './faults-page.ts'
import { hasErrors, wholeIn } from './forms.ts'
import { emptyHookFault, readHookFault } from './hook-fault-form.ts'
import { emptyRival, readRival } from './rival-form.ts'
import type { PanelCall, PanelRoute, View } from './route.ts'
import { notFound, numberAt } from './route.ts'
import { numberWords } from './words.ts'

const path = '/faults'
const totalOffMax = 1_000_000

/** What each form says once it took effect, by the word that it puts into the address. */
const notices: Readonly<Record<string, string>> = {
  added: 'The fault is in force.',
  removed: 'The fault was removed.',
  quirks: 'The quirks were saved.',
  started: 'The other app writes from now on.',
  stopped: 'The other app was stopped.',
  reset: 'All faults and quirks were removed, and the other app was stopped.',
}

type Answer = ReturnType<PanelRoute['answer']>

function quirksNow({ sandbox }: PanelCall): QuirkForm {
  const { totalOff, ...isOn } = sandbox.quirks.now
  return { isOn, totalOff: String(totalOff) }
}

function show(call: PanelCall, attempt: Partial<FaultsAttempt>): View {
  const { sandbox, query, formToken } = call
  const whole = {
    fault: emptyFault,
    hookFault: emptyHookFault,
    rival: emptyRival,
    quirks: quirksNow(call),
    errors: {},
    ...attempt,
  }
  const notice = notices[query.get('done') ?? ''] ?? null
  return {
    ...(hasErrors(whole.errors) ? { status: 422 } : {}),
    title: 'Faults',
    place: 'faults',
    body: faultsPage(sandbox, whole, notice, formToken),
  }
}

function add(call: PanelCall): Answer {
  const { form, rule, errors } = readFault(call.fields)
  if (rule === null) return show(call, { fault: form, errors })
  call.sandbox.faults.add(rule)
  return { to: `${path}?done=added` }
}

function addHookFault(call: PanelCall): Answer {
  const { form, rule, errors } = readHookFault(call.fields)
  if (rule === null) return show(call, { hookFault: form, errors })
  call.sandbox.faults.add(rule)
  return { to: `${path}?done=added` }
}

function startRival(call: PanelCall): Answer {
  const { form, rule, errors } = readRival(call.fields)
  if (rule === null) return show(call, { rival: form, errors })
  call.sandbox.rival.writes(rule)
  return { to: `${path}?done=started` }
}

function setQuirks(call: PanelCall): Answer {
  const { fields, sandbox } = call
  const isOn = Object.fromEntries(quirkSwitches.map(([name]) => [name, fields.has(name)])) as QuirkForm['isOn']
  const typed = (fields.get('totalOff') ?? '').trim()
  const totalOff = wholeIn(typed, -totalOffMax, totalOffMax)
  if (totalOff === null) {
    const most = numberWords(totalOffMax)
    const error = `Type a whole number from -${most} to ${most}.`
    return show(call, { quirks: { isOn, totalOff: typed }, errors: { totalOff: error } })
  }
  sandbox.quirks.set({ ...isOn, totalOff })
  return { to: `${path}?done=quirks` }
}

export const faultRoutes: readonly PanelRoute[] = [
  { method: 'GET', path, answer: call => show(call, {}) },
  { method: 'POST', path, answer: add },
  { method: 'POST', path: `${path}/webhooks`, answer: addHookFault },
  { method: 'POST', path: `${path}/rival`, answer: startRival },
  {
    method: 'POST',
    path: `${path}/rival/stop`,
    answer: ({ sandbox }) => {
      sandbox.rival.stopWrites()
      return { to: `${path}?done=stopped` }
    },
  },
  { method: 'POST', path: `${path}/quirks`, answer: setQuirks },
  {
    method: 'POST',
    path: `${path}/reset`,
    answer: ({ sandbox }) => {
      sandbox.faults.clear()
      sandbox.quirks.clear()
      sandbox.rival.stopWrites()
      return { to: `${path}?done=reset` }
    },
  },
  {
    method: 'POST',
    path: `${path}/{id}/remove`,
    answer: call => (call.sandbox.faults.remove(numberAt(call, 0)) ? { to: `${path}?done=removed` } : notFound),
  },
]
