import helmet from '@fastify/helmet'
import staticFiles from '@fastify/static'
import swagger from '@fastify/swagger'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import type { HubSandbox } from '../actions/start-sandbox-channel.ts'
import type { Db, Tools } from '../actions/tools.ts'
import { enterWorkspace, type Visitor } from '../actions/workspaces.ts'
import type { SetupCode } from '../identity/setup-code.ts'
import type { SignIn } from '../identity/sign-in.ts'
import { HubError } from '../runtime/errors.ts'
import { problem } from './contract/problem.ts'
import type { Route } from './contract/route.ts'
import { type RouteKey, routes } from './contract/routes.ts'
import { StreamCounter, streamEvents } from './event-stream.ts'
import { isFromThisMachine, refuseForeignPages, remoteAddress } from './guards.ts'
import type { Caller, Handlers } from './handlers.ts'
import { answerProblem } from './problems.ts'
import { accountHandlers } from './routes/account.ts'
import { applyHandlers } from './routes/applies.ts'
import { catalogHandlers } from './routes/catalog.ts'
import { channelHandlers } from './routes/channels.ts'
import { serveDownloads } from './routes/downloads.ts'
import { driftHandlers } from './routes/drift.ts'
import { editHandlers } from './routes/edits.ts'
import { fileHandlers, serveFiles, takePictures } from './routes/files.ts'
import { liveHandlers } from './routes/live.ts'
import { makeHandlers } from './routes/make.ts'
import { planHandlers } from './routes/plans.ts'
import { removalHandlers } from './routes/removals.ts'
import { reviewHandlers } from './routes/review.ts'
import { runHandlers } from './routes/runs.ts'
import { sendingHandlers } from './routes/sending.ts'
import { undoHandlers } from './routes/undo.ts'
import { variantHandlers } from './routes/variants.ts'

const apiDescription = [
  'The API that the dashboard and the command line use. Refusals are problem bodies (RFC 9457) with a code that never changes.',
  'The header Cartwright-Workspace names the workspace to act in; without it, the first one.',
  'GET /api/events pushes what changes as server-sent events, each a JSON object with a type (check_started, check_row, check_finished, channel_changed, run_progress, run_changed, catalog_changed, plan_changed, plan_progress, resync): hints only, the truth is what the other addresses answer.',
].join(' ')

/** The largest body of an address that doesn't say otherwise; the largest that the dashboard sends is a credentials form. */
const bodyLimitBytes = 256 * 1024
/** Event streams that one user may have open: a browser shares one between its tabs. */
const streamsMost = 20

export interface AppOptions {
  /**
   * `web` serves browsers: people sign in, and foreign pages are refused. `socket` serves commands on this machine
   * through a file that only the owner of the data folder can open, so whoever calls is the machine.
   */
  readonly door: 'web' | 'socket'
  readonly db: Db
  readonly tools: Tools
  readonly signIn: SignIn
  readonly setupCode: SetupCode
  readonly version: string
  readonly publicUrl: URL | null
  /** The folder of the built dashboard; null serves none. */
  readonly webRoot: string | null
  readonly openSandbox: (accountName: string) => Promise<HubSandbox>
  readonly sandboxAddress: () => string | null
  readonly logger: FastifyBaseLogger
  /** How often an open event stream is looked after; shorter only in tests. */
  readonly heartbeatMs?: number
  /** Aborted when the hub stops: open event streams end. */
  readonly signal: AbortSignal
}

/** Builds the HTTP API, and the dashboard with it, from the contract. Listening is left to the caller. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { door, db, tools, signIn, publicUrl } = options
  const app = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => Buffer.from(tools.randomBytes(9)).toString('base64url'),
    // An address that can't be decoded is refused before any hook runs.
    frameworkErrors: answerProblem,
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: true,
    return503OnClosing: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerProblem)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    if (door === 'web') refuseForeignPages(request, publicUrl)
  })
  if (door === 'web') await app.register(helmet, securityHeaders(publicUrl))
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Cartwright',
        version: options.version,
        description: apiDescription,
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })

  const whoCalls = async (request: FastifyRequest): Promise<Visitor> => {
    if (door === 'socket') return { kind: 'machine' }
    const user = await signIn.whoIs(request.headers.cookie)
    if (user === null) throw new HubError('not_signed_in', 'You are not signed in.', { hint: 'Sign in and try again.' })
    return { kind: 'person', userId: user.id, name: user.name }
  }
  const enter = async (request: FastifyRequest) => {
    const { workspace, actor } = await enterWorkspace(db, await whoCalls(request), wantedWorkspace(request))
    return { workspace, actor, db: db.inWorkspace(workspace.id) }
  }
  const callerOf = (request: FastifyRequest, reply: FastifyReply): Caller => ({
    remoteAddress: remoteAddress(request, publicUrl),
    userAgent: request.headers['user-agent'] ?? '',
    cookie: request.headers.cookie,
    fromThisMachine: door === 'socket' || isFromThisMachine(request, publicUrl),
    setCookies: cookies => {
      for (const cookie of cookies) reply.header('set-cookie', cookie)
    },
  })

  const handlers: Handlers = {
    ...accountHandlers(options),
    ...channelHandlers(options),
    ...liveHandlers(options),
    ...sendingHandlers(options),
    ...runHandlers(options),
    ...catalogHandlers(options),
    ...editHandlers(options),
    ...fileHandlers(options),
    ...makeHandlers(options),
    ...reviewHandlers(options),
    ...planHandlers(options),
    ...applyHandlers(options),
    ...removalHandlers(options),
    ...driftHandlers(options),
    ...undoHandlers(options),
    ...variantHandlers(options),
  }
  const serve = (scope: FastifyInstance, key: RouteKey, route: Route) => {
    const [method = '', url = ''] = key.split(' ')
    // The table of routes and the table of handlers have the same keys and types; only the compiler can't follow a loop.
    const handle = handlers[key] as (call: object) => Promise<unknown>
    scope.route({
      method,
      url,
      ...(route.bodyBytesMost !== undefined && {
        bodyLimit: route.bodyBytesMost,
        // Nobody else gets to fill the memory with bodies of this size.
        onRequest: async (request: FastifyRequest) => {
          await enter(request)
        },
      }),
      schema: {
        summary: route.summary,
        description: route.errors.length === 0 ? undefined : `Error codes: ${route.errors.join(', ')}.`,
        ...(route.params !== undefined && { params: route.params }),
        ...(route.query !== undefined && { querystring: route.query }),
        ...(route.body !== undefined && { body: route.body }),
        response: { [route.status ?? 200]: route.response, '4xx': problem },
      } as object,
      handler: async (request, reply) => {
        reply.header('cache-control', 'no-store')
        const caller = callerOf(request, reply)
        if (route.access === 'machine' && door !== 'socket') {
          throw new HubError('not_allowed', 'This can only be done by a command on the machine that the hub runs on.')
        }
        const member = route.access === 'public' ? {} : await enter(request)
        const answer = await handle({
          params: request.params,
          query: request.query,
          body: request.body,
          caller,
          ...member,
        })
        return reply.status(route.status ?? 200).send(answer)
      },
    })
  }
  for (const key of Object.keys(routes) as RouteKey[]) {
    const route: Route = routes[key]
    if (route.takesPictures !== true) serve(app, key, route)
    else {
      await app.register(async scope => {
        takePictures(scope)
        serve(scope, key, route)
      })
    }
  }

  serveDownloads(app, enter)
  serveFiles(app, enter)
  const streams = new StreamCounter(streamsMost)
  app.get('/api/events', { schema: { hide: true } as object, exposeHeadRoute: false }, async (request, reply) => {
    const { workspace, actor } = await enter(request)
    streams.open(actor.kind === 'person' ? actor.userId : actor.kind, reply.raw)
    streamEvents(request, reply, {
      notices: tools.notices,
      workspace: workspace.id,
      signal: options.signal,
      ...(options.heartbeatMs !== undefined && { heartbeatMs: options.heartbeatMs }),
      stillAllowed: () =>
        enter(request).then(
          ({ workspace: now }) => now.id === workspace.id,
          error => {
            if (error instanceof HubError) return false
            throw error
          },
        ),
    })
  })
  app.get('/api/openapi.json', { schema: { hide: true } as object }, async () => app.swagger())
  await serveDashboard(app, options.webRoot)
  return app
}

/** The workspace that the caller names, percent-encoded as headers carry no other letters. */
function wantedWorkspace(request: FastifyRequest): string | undefined {
  const wanted = request.headers['cartwright-workspace']
  if (typeof wanted !== 'string') return undefined
  try {
    return decodeURIComponent(wanted)
  } catch {
    return wanted
  }
}

/** Every path that isn't the API's is one of the dashboard's pages, which its own router knows. */
async function serveDashboard(app: FastifyInstance, webRoot: string | null): Promise<void> {
  if (webRoot !== null) {
    await app.register(staticFiles, {
      root: webRoot,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const hashed = path.includes('/assets/')
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' && !request.url.startsWith('/api/') && !/\.\w+$/.test(request.url.split('?')[0] ?? '')
    if (webRoot !== null && isPage) return reply.sendFile('index.html')
    throw new HubError('not_found', `There is nothing at ${request.method} ${request.url.slice(0, 200)}.`, {
      hint: 'The addresses of the API are listed at /api/openapi.json.',
    })
  })
}

function securityHeaders(publicUrl: URL | null) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // The component library sets style attributes.
        styleSrc: ["'self'", "'unsafe-inline'"],
        // The pictures of products lie where their store keeps them; a sandbox store is on this machine.
        imgSrc: ["'self'", 'data:', 'https:', 'http://127.0.0.1:*', 'http://localhost:*'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        workerSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Only an address that people reach by https may ask browsers to insist on it.
    strictTransportSecurity:
      publicUrl?.protocol === 'https:' ? { maxAge: 15_552_000, includeSubDomains: false } : (false as const),
    xFrameOptions: { action: 'deny' as const },
    referrerPolicy: { policy: 'same-origin' as const },
    crossOriginEmbedderPolicy: false,
  }
}
