import type { z } from 'zod'
import type { WorkspaceDb } from '../actions/tools.ts'
import type { Actor } from '../domain/actor.ts'
import type { Parsed } from './contract/route.ts'
import type { RouteKey, Routes } from './contract/routes.ts'

/** Who called, from where, and the workspace that he acts in. Not all of it is there on a public address. */
export interface Caller {
  readonly remoteAddress: string
  readonly userAgent: string
  readonly cookie: string | undefined
  /** The request comes from this machine itself: by the socket, or by loopback without a proxy between. */
  readonly fromThisMachine: boolean
  setCookies(cookies: readonly string[]): void
}

export interface Member {
  readonly actor: Actor
  readonly db: WorkspaceDb
}

type HandlerOf<R> = (
  call: Parsed<R> & { readonly caller: Caller } & (R extends { readonly access: 'public' } ? object : Member),
) => Promise<R extends { readonly response: infer S extends z.ZodType } ? z.input<S> : never>

export type Handlers = { readonly [K in RouteKey]: HandlerOf<Routes[K]> }

/** The handlers of one file: those of the addresses it was made for. */
export type HandlersOf<R extends object> = { readonly [K in keyof R & RouteKey]: HandlerOf<Routes[K]> }
