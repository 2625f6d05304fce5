import type { Role } from './access.ts'

/** On whose behalf something is done: the first argument of every action, and kept with every event. */
export type Actor =
  /** A signed-in user, with his role in the workspace that he acts in. */
  | { readonly kind: 'person'; readonly userId: string; readonly name: string; readonly role: Role }
  /** A command on the machine itself: whoever can open the hub's socket owns its data folder. */
  | { readonly kind: 'machine' }
  | { readonly kind: 'schedule'; readonly name: string }
