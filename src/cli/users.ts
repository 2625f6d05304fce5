import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments } from './arguments.ts'
import { type CliTools, type Command, exitCodes } from './io.ts'

export const usersList: Command = {
  name: 'users list',
  summary: 'List the users of this hub',
  help: `Usage: cartwright users list [options]

${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values } = readArguments(argv, hubOptions)
    return tools.withHub(values, async call => {
      const { users } = await call('GET /api/users')
      if (values.json) tools.out(JSON.stringify(users))
      else if (users.length === 0) tools.out('Nobody yet: the owner is created in the dashboard.')
      for (const user of values.json ? [] : users) tools.out(`${user.name}  <${user.email}>  ${user.role}`)
      return exitCodes.done
    })
  },
}

/** What nobody saw being typed is typed twice. */
async function askTwice(email: string, tools: CliTools): Promise<string | null> {
  const first = await tools.askHidden(`New password for ${email} (12 characters or more): `)
  if (first === null || first === (await tools.askHidden('Once more: '))) return first
  throw new HubError('input_invalid', 'The two passwords are not the same. Nothing was changed.')
}

export const usersResetPassword: Command = {
  name: 'users reset-password',
  summary: 'Set a new password for a user and sign him out everywhere',
  help: `Usage: cartwright users reset-password [EMAIL] [options]

Asks for the new password on the terminal. EMAIL may be left out while there is one user.

  --password-file FILE        read it from a file instead; - reads standard input
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, { ...hubOptions, 'password-file': { type: 'string' } }, 1)
    const file = values['password-file']
    const given = file === undefined ? null : (await tools.readInput(file, 'password')).replace(/\r?\n$/, '')
    return tools.withHub(values, async call => {
      const { users } = await call('GET /api/users')
      const email = positionals[0] ?? (users.length === 1 ? users[0]?.email : undefined)
      if (email === undefined) {
        throw new HubError(
          'usage',
          users.length === 0 ? 'There are no users yet.' : 'Say whose password: give the e-mail address.',
        )
      }
      const password = given ?? (await askTwice(email, tools))
      if (password === null) {
        throw new HubError('usage', 'There is no terminal to ask for the password.', {
          hint: 'Give it with --password-file FILE, or - for standard input.',
        })
      }
      const user = await call('POST /api/users/reset-password', { body: { email, password } })
      tools.out(
        values.json
          ? JSON.stringify(user)
          : `The password of ${user.email} is changed, and all his sessions are ended.`,
      )
      return exitCodes.done
    })
  },
}
