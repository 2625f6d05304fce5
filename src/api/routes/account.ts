import { createOwner, ownerExists } from '../../actions/create-owner.ts'
import { listUsers, resetPassword } from '../../actions/reset-password.ts'
import type { Db, Tools } from '../../actions/tools.ts'
import type { SetupCode } from '../../identity/setup-code.ts'
import type { SignIn } from '../../identity/sign-in.ts'
import { HubError } from '../../runtime/errors.ts'
import type { accountRoutes } from '../contract/account.ts'
import type { Caller, HandlersOf } from '../handlers.ts'

interface AccountTools {
  readonly db: Db
  readonly tools: Tools
  readonly signIn: SignIn
  readonly setupCode: SetupCode
  readonly version: string
}

export function accountHandlers(hub: AccountTools): HandlersOf<typeof accountRoutes> {
  const { db, tools, signIn, setupCode } = hub

  const startSession = async (credentials: { email: string; password: string }, caller: Caller) => {
    const { remoteAddress, userAgent } = caller
    const { user, cookies } = await signIn.signIn({ ...credentials, remoteAddress, userAgent })
    caller.setCookies(cookies)
    return toUser(user)
  }

  return {
    'GET /api/hub': async ({ caller }) => {
      const exists = await ownerExists(db)
      const user = await signIn.whoIs(caller.cookie)
      return {
        version: hub.version,
        ownerExists: exists,
        setupCodeNeeded: !exists && !caller.fromThisMachine,
        user: user === null ? null : toUser(user),
      }
    },

    'POST /api/owner': async ({ body, caller }) => {
      if (await ownerExists(db)) {
        throw new HubError('setup_closed', 'This hub already has an owner.', { hint: 'Sign in instead.' })
      }
      if (!caller.fromThisMachine && !setupCode.accepts(body.setupCode ?? '')) {
        throw new HubError('setup_code_needed', 'The setup code does not match.', {
          hint: 'It is printed in the terminal where the hub was started. After many wrong tries, restart the hub.',
          fields: { setupCode: 'Copy the code from the terminal where the hub was started.' },
        })
      }
      await createOwner(db, tools, body)
      return startSession(body, caller)
    },

    'POST /api/session': ({ body, caller }) => startSession(body, caller),

    'DELETE /api/session': async ({ caller }) => {
      caller.setCookies(await signIn.signOut(caller.cookie))
      return { signedOut: true }
    },

    'GET /api/users': async ({ actor, db: { workspace } }) => ({
      users: (await listUsers(actor, db, workspace)).map(toUser),
    }),

    'POST /api/users/reset-password': async ({ actor, body }) => toUser(await resetPassword(actor, db, tools, body)),
  }
}

function toUser(user: { id: string; name: string; email: string }) {
  return { id: user.id, name: user.name, email: user.email, role: 'owner' as const }
}
