import { HubError } from '../runtime/errors.ts'
import type { DatabaseAddress } from './address.ts'
import { codeOf, messageOf } from './explain.ts'

type Words = (address: DatabaseAddress) => [problem: string, hint: string]

/** By the code of the socket or, in five characters, of PostgreSQL (SQLSTATE). */
const problems: Record<string, Words> = {
  ECONNREFUSED: ({ where }) => [
    `Nothing answers at ${place(where)}.`,
    'Start the database, or check host and port of --database-url.',
  ],
  ENOENT: ({ where }) => [
    `Nothing answers at ${place(where)}.`,
    'Start the database, or check the path of its socket.',
  ],
  ENOTFOUND: ({ where }) => [`There is no machine called ${place(where)}.`, 'Check the host in --database-url.'],
  EAI_AGAIN: ({ where }) => [
    `The name ${place(where)} cannot be looked up now.`,
    'Check the network of this machine and the host in --database-url.',
  ],
  ETIMEDOUT: ({ where }) => [
    `No answer from ${place(where)}.`,
    'Check host and port of --database-url, and firewalls between.',
  ],
  '28P01': ({ where, user }) => [
    `The password of ${user} is not the one that ${where} knows.`,
    'Check user and password in --database-url.',
  ],
  '28000': ({ where, user }) => [
    `${capital(where)} does not let ${user} in from this machine.`,
    'Its pg_hba.conf says who may connect from where; some servers want ?sslmode=require in --database-url.',
  ],
  '3D000': ({ database }) => [`There is no database called ${database}.`, `Make it there: create database ${database}`],
  '42501': ({ user, database }) => [
    `${user} may not use the database ${database}.`,
    `Let it: grant all on database ${database} to ${user}; or make ${user} its owner.`,
  ],
  '53300': ({ where }) => [
    `${capital(where)} has no free connection.`,
    'Raise its max_connections, or stop other programs.',
  ],
  '57P03': ({ where }) => [`${capital(where)} is still starting.`, 'Try again in a moment.'],
}

function place(where: string): string {
  return where.replace(/^the database at /, '')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Why a database could not be opened, in plain words. The driver's own message is the cause. */
export function explainConnection(error: unknown, address: DatabaseAddress): HubError {
  if (error instanceof HubError) return error
  const known = problems[codeOf(error)]
  if (known !== undefined) {
    const [problem, hint] = known(address)
    return new HubError('database_unavailable', problem, { hint, cause: error })
  }
  const said = messageOf(error)
  const hint = hintFor(said)
  return new HubError('database_unavailable', `${capital(address.where)} cannot be used: ${said}.`, {
    hint,
    cause: error,
  })
}

function hintFor(said: string): string {
  if (/password must be a string/.test(said)) return 'It asks for a password, and --database-url has none.'
  if (/does not support SSL/.test(said)) return 'Take sslmode out of --database-url, or switch SSL on in the server.'
  if (/certificate|self.signed|altname/i.test(said)) {
    return 'Give the certificate of its authority with &sslrootcert=FILE in --database-url.'
  }
  if (/timeout/i.test(said)) return 'Check host and port of --database-url, and firewalls between.'
  return 'Check --database-url.'
}
