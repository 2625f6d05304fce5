import { z } from 'zod'
import type { Route } from './route.ts'

export const passwordLength = { least: 12, most: 200 } as const

const email = z.email('Give an e-mail address such as name@example.com.').max(254)
const newPassword = z
  .string()
  .min(passwordLength.least, `Use ${passwordLength.least} characters or more.`)
  .max(passwordLength.most, `Use at most ${passwordLength.most} characters.`)

export const user = z
  .object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(['owner']) })
  .meta({ id: 'User' })
export type User = z.infer<typeof user>

export const hubState = z
  .object({
    version: z.string(),
    ownerExists: z.boolean(),
    setupCodeNeeded: z.boolean().describe('The owner can be created from here only with the code that start printed.'),
    user: user.nullable().describe('Who is signed in.'),
  })
  .meta({ id: 'HubState' })

export const accountRoutes = {
  'GET /api/hub': {
    summary: 'The state of this hub, and who is signed in',
    access: 'public',
    response: hubState,
    errors: [],
  },
  'POST /api/owner': {
    summary: 'Create the owner of this hub, once, and sign in',
    access: 'public',
    body: z.object({
      name: z
        .string()
        .trim()
        .min(1, 'Give your name.')
        .max(100, 'Use at most 100 characters.')
        .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'Use one line, without tabs or other control characters.'),
      email,
      password: newPassword,
      setupCode: z.string().max(100).optional(),
    }),
    response: user,
    status: 201,
    errors: ['setup_closed', 'setup_code_needed', 'too_many_attempts'],
  },
  'POST /api/session': {
    summary: 'Sign in',
    access: 'public',
    body: z.object({
      email: z.string().min(1, 'Give your e-mail address.').max(254),
      password: z.string().min(1, 'Give your password.').max(passwordLength.most),
    }),
    response: user,
    status: 201,
    errors: ['sign_in_failed', 'too_many_attempts'],
  },
  'DELETE /api/session': {
    summary: 'Sign out',
    access: 'public',
    response: z.object({ signedOut: z.literal(true) }),
    errors: [],
  },
  'GET /api/users': {
    summary: 'The users of this hub',
    access: 'user',
    response: z.object({ users: z.array(user) }),
    errors: [],
  },
  'POST /api/users/reset-password': {
    summary: 'Set a new password for a user and end all his sessions',
    access: 'machine',
    body: z.object({ email, password: newPassword }),
    response: user,
    errors: ['not_found'],
  },
} as const satisfies Record<string, Route>
