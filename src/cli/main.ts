import { type ErrorCode, HubError } from '../runtime/errors.ts'
import { apply } from './apply.ts'
import { channelsAdd, channelsCheck, channelsConnect, channelsList, channelsRemove } from './channels.ts'
import { demo } from './demo.ts'
import { drift, driftOverwrite, driftTake } from './drift.ts'
import { driftGive } from './drift-give.ts'
import { driftReopen } from './drift-reopen.ts'
import { edit } from './edit.ts'
import { type CliTools, type Command, exitCodes } from './io.ts'
import { live, stop } from './live.ts'
import { planBrakes, planCancel, planLeaveOut, planPass } from './plan-changes.ts'
import { plan, planList, planShow } from './plans.ts'
import { productsList, productsShow } from './products.ts'
import { productsAddVariant } from './products-add-variant.ts'
import { productsCreate } from './products-create.ts'
import { productsDelete } from './products-delete.ts'
import { productsPut, productsWithdraw } from './products-put.ts'
import { pull } from './pull.ts'
import { reviewDecide, reviewList, reviewReopen } from './review.ts'
import { runsCancel, runsList, runsShow } from './runs.ts'
import { sandbox } from './sandbox.ts'
import { sending } from './sending.ts'
import { skusFaults, skusFill, skusUndo } from './skus.ts'
import { start } from './start.ts'
import { undo } from './undo.ts'
import { undoEdit } from './undo-edit.ts'
import { usersList, usersResetPassword } from './users.ts'

export const commands: readonly Command[] = [
  start,
  demo,
  sandbox,
  channelsList,
  channelsAdd,
  channelsConnect,
  channelsCheck,
  channelsRemove,
  pull,
  runsList,
  runsShow,
  runsCancel,
  productsList,
  productsShow,
  productsCreate,
  productsPut,
  productsWithdraw,
  productsDelete,
  productsAddVariant,
  live,
  stop,
  sending,
  edit,
  skusFaults,
  skusFill,
  skusUndo,
  reviewList,
  reviewDecide,
  reviewReopen,
  // The longer names first: “plan list” is no plan of a channel named “list”.
  planList,
  planShow,
  planLeaveOut,
  planPass,
  planCancel,
  planBrakes,
  plan,
  apply,
  undoEdit,
  undo,
  driftTake,
  driftOverwrite,
  driftGive,
  driftReopen,
  drift,
  usersList,
  usersResetPassword,
]

/** Runs one command line and returns its exit code. Every failure is told in words; only a bug shows a stack. */
export async function runCli(argv: readonly string[], tools: CliTools): Promise<number> {
  try {
    return await dispatch(argv, tools)
  } catch (error) {
    const known = error instanceof HubError
    if (argv.includes('--json')) {
      tools.err(JSON.stringify({ error: known ? describe(error) : { code: 'internal', title: String(error) } }))
    } else if (known) {
      tools.err(`cartwright: ${error.message}`)
      for (const [field, message] of Object.entries(error.fields ?? {})) tools.err(`  ${field}: ${message}`)
      if (error.hint !== undefined) tools.err(`  ${error.hint}`)
    } else {
      tools.err(`cartwright: a fault of the program itself.\n${error instanceof Error ? error.stack : String(error)}`)
    }
    return known ? exitCodeOf(error.code) : exitCodes.refused
  }
}

async function dispatch(argv: readonly string[], tools: CliTools): Promise<number> {
  const [first = '--help', second = ''] = argv
  if (first === '--version' || first === '-v') {
    tools.out(tools.version)
    return exitCodes.done
  }
  const command = commands.find(({ name }) => name === first || name === `${first} ${second}`)
  if (command !== undefined) {
    const rest = argv.slice(command.name.split(' ').length)
    if (!rest.includes('--help') && !rest.includes('-h')) return command.run(rest, tools)
    tools.out(command.help)
    return exitCodes.done
  }
  const group = commands.filter(({ name }) => name.startsWith(`${first} `))
  if (first === '--help' || first === '-h' || first === 'help') {
    tools.out(overview(commands))
    return exitCodes.done
  }
  if (group.length > 0 && (second === '' || second === '--help' || second === '-h')) {
    tools.out(overview(group))
    return second === '' ? exitCodes.usage : exitCodes.done
  }
  throw new HubError('usage', `There is no command “${[first, second].join(' ').trim()}”.`, {
    hint: 'cartwright --help lists them.',
  })
}

function overview(listed: readonly Command[]): string {
  const lines = listed.map(({ name, summary }) => `  cartwright ${name.padEnd(22)} ${summary}`)
  return ['Usage: cartwright COMMAND [options]', '', ...lines, '', 'Each command explains itself with --help.'].join(
    '\n',
  )
}

function describe(error: HubError): object {
  const { code, message: title, hint, fields, about } = error
  return { code, title, hint, fields, about }
}

function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'usage':
      return exitCodes.usage
    case 'hub_unreachable':
    case 'check_running':
    case 'store_unreachable':
      return exitCodes.unreachable
    case 'platform_unsupported':
    case 'data_folder_unusable':
    case 'data_folder_busy':
    case 'database_unavailable':
    case 'database_newer':
    case 'disk_full':
    case 'port_taken':
    case 'key_missing':
    case 'key_invalid':
    case 'sandbox_unavailable':
      return exitCodes.cannotStart
    default:
      return exitCodes.refused
  }
}
