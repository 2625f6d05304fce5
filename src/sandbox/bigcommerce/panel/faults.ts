import { emptyFault, readFault } from './fault-form.ts'
import type { FaultsAttempt, QuirkForm } from './faults-page.ts'
import { faultsPage, quirkSwitches } from './faults-page.ts'
import { hasErrors, wholeIn } from './forms.ts'
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
  reset: 'All faults and quirks were removed.',
}

type Answer = ReturnType<PanelRoute['answer']>

function quirksNow({ sandbox }: PanelCall): QuirkForm {
  const { totalOff, ...isOn } = sandbox.quirks.now
  return { isOn, totalOff: String(totalOff) }
}

function show(call: PanelCall, attempt: Partial<FaultsAttempt>): View {
  const { sandbox, query, formToken } = call
  const whole = { fault: emptyFault, quirks: quirksNow(call), errors: {}, ...attempt }
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
  { method: 'POST', path: `${path}/quirks`, answer: setQuirks },
  {
    method: 'POST',
    path: `${path}/reset`,
    answer: ({ sandbox }) => {
      sandbox.faults.clear()
      sandbox.quirks.clear()
      return { to: `${path}?done=reset` }
    },
  },
  {
    method: 'POST',
    path: `${path}/{id}/remove`,
    answer: call => (call.sandbox.faults.remove(numberAt(call, 0)) ? { to: `${path}?done=removed` } : notFound),
  },
]
