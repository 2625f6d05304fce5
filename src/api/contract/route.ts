import type { z } from 'zod'

/** One address of the API. Its key in `routes` is the method and the path: `PUT /api/channels/:channelId`. */
export interface Route {
  readonly summary: string
  /** Who may call it: anybody, a signed-in user, or only a command on the machine itself. */
  readonly access: 'public' | 'user' | 'machine'
  readonly params?: z.ZodObject
  /** The part of the address after `?`. Texts only: what it means, the schema says. */
  readonly query?: z.ZodObject
  /** Where it may be left out, nothing comes as null. */
  readonly body?: z.ZodObject | z.ZodOptional<z.ZodNullable<z.ZodObject>>
  /** Most bytes of a body, where it may be larger than elsewhere. Whoever calls is known before any of it is read. */
  readonly bodyBytesMost?: number
  /** A picture may be sent as it is, too: it becomes `data` of the body. */
  readonly takesPictures?: true
  readonly response: z.ZodType
  /** Status of a success; 200 where it is not said. */
  readonly status?: 200 | 201
  /** The error codes that are particular to this address. */
  readonly errors: readonly string[]
}

type Part<R, K extends keyof Route> = R extends { readonly [key in K]: infer S extends z.ZodType } ? S : undefined

/** What a caller of the route sends. */
export type Input<R> = (Part<R, 'params'> extends z.ZodType
  ? { readonly params: z.input<Part<R, 'params'>> }
  : { readonly params?: undefined }) &
  (Part<R, 'query'> extends z.ZodType
    ? { readonly query?: z.input<Part<R, 'query'>> }
    : { readonly query?: undefined }) &
  (Part<R, 'body'> extends z.ZodType
    ? undefined extends z.input<Part<R, 'body'>>
      ? { readonly body?: z.input<Part<R, 'body'>> }
      : { readonly body: z.input<Part<R, 'body'>> }
    : { readonly body?: undefined })

/** What the caller gets back. */
export type Output<R> = R extends { readonly response: infer S extends z.ZodType } ? z.output<S> : never

/** What the handler is given, parsed. */
export type Parsed<R> = {
  readonly params: Part<R, 'params'> extends infer S extends z.ZodType ? z.output<S> : undefined
  readonly query: Part<R, 'query'> extends infer S extends z.ZodType ? z.output<S> : undefined
  readonly body: Part<R, 'body'> extends infer S extends z.ZodType ? z.output<S> : undefined
}
