import type { UndoneEdit } from '../api/contract/undo.ts'
import { hubOptions, hubOptionsHelp, readArguments } from './arguments.ts'
import { count, plain, Table } from './format.ts'
import { type CliTools, type Command, exitCodes } from './io.ts'
import { shown } from './plan-lines.ts'
import { given } from './products.ts'

export const undoEdit: Command = {
  name: 'undo edit',
  summary: 'Take back the last edit made in the hub, or another one',
  help: `Usage: cartwright undo edit [EDIT] [options]

Takes back what an edit did, in the master catalog or for one channel: the last one, or the one with this id, which
cartwright edit --json gives. What somebody edited since stays and is named. No store gets anything by this: what was sent
already goes back with the next plan. An undo is an edit itself, so doing it twice does the edit again. Ends with 0 when
all of it goes back, with 1 when something stays.

  --preview                   only show what would go back
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, { ...hubOptions, preview: { type: 'boolean' } }, 1)
    const preview = values.preview === true
    return tools.withHub(values, async call => {
      const body = { ...given({ editId: positionals[0] }), preview }
      const undone = await call('POST /api/undo-edit', { body })
      if (values.json === true) tools.out(JSON.stringify(undone))
      else for (const line of undoneLines(undone, preview, tools)) tools.out(line)
      return undone.keptCount + undone.faulty.length === 0 ? exitCodes.done : exitCodes.refused
    })
  },
}

function undoneLines(
  { undone, rows, keptCount, kept, faulty }: UndoneEdit,
  isPreview: boolean,
  tools: CliTools,
): string[] {
  const columns = [{ title: 'name', shrinksTo: 12 }, { title: 'SKU', shrinksTo: 8 }, { title: 'field' }]
  const width = tools.outColumns()
  const back = rows.flatMap(({ name, sku, fields }) =>
    fields.map(({ label, before, after }) => [
      ...[plain(name), plain(sku), label],
      `${shown(before)} > ${shown(after)}`,
    ]),
  )
  const stay = kept.map(({ name, sku, label, was, now }) => [plain(name), plain(sku), label, shown(was), shown(now)])
  return [
    `${isPreview ? 'Would go back' : 'Went back'}: ${count(undone, 'product or variant', 'products or variants')}.`,
    ...(back.length === 0 ? [] : new Table([...columns, { title: 'now > then', shrinksTo: 16 }], width).lines(back)),
    ...(keptCount === 0 ? [] : [`Edited since, so it stays: ${count(keptCount, 'value')}.`]),
    ...(stay.length === 0 ? [] : new Table([...columns, { title: 'was' }, { title: 'stays' }], width).lines(stay)),
    ...faulty.map(({ name, sku, faults }) => {
      const why = faults.map(({ sentence }) => sentence).join(' ')
      return `Can’t go back: ${plain(`${name} ${sku}`).trim()}: ${why}`
    }),
  ]
}
