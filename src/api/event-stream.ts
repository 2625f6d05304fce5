import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Notices, NumberedNotice } from '../actions/tools.ts'
import { HubError } from '../runtime/errors.ts'
import type { HubEvent } from './contract/events.ts'

const usualHeartbeatMs = 25_000
/** A browser that doesn't read is let go; it comes back and hears what it missed. */
const unreadBytesMost = 1024 * 1024

/**
 * Pushes a workspace's events to a browser until either side ends it. A browser that comes back names the last event
 * that it saw, and gets what it missed; where that is no longer known it is told to read everything again.
 */
export function streamEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  options: {
    notices: Notices
    workspace: string
    signal: AbortSignal
    /** Asked now and then: whoever signed out, or may no longer look in, hears no more. */
    stillAllowed: () => Promise<boolean>
    heartbeatMs?: number
  },
): void {
  const { notices, workspace, signal, stillAllowed, heartbeatMs = usualHeartbeatMs } = options
  reply.hijack()
  const { raw } = reply
  // A browser that left while it was looked up won't tell again that it has gone.
  if (isGone(raw) || signal.aborted) {
    raw.destroy()
    return
  }
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  const send = (event: HubEvent, id?: number) => {
    if (raw.writableLength > unreadBytesMost) raw.destroy()
    raw.write(`${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(event)}\n\n`)
  }
  const sendNotice = (numbered: NumberedNotice) => {
    if (numbered.workspace === workspace) send(numbered.notice, numbered.id)
  }

  raw.write('retry: 1000\n\n')
  const lastSeen = Number(request.headers['last-event-id'] ?? Number.NaN)
  if (!Number.isNaN(lastSeen)) {
    const missed = notices.since(workspace, lastSeen)
    if (missed === null) send({ type: 'resync' })
    else for (const numbered of missed) sendNotice(numbered)
  }

  const leave = notices.listen(sendNotice)
  const end = () => raw.end()
  const heartbeat = setInterval(() => {
    stillAllowed().then(
      allowed => (allowed ? raw.write(': still here\n\n') : end()),
      // The database doesn't answer just now: the next beat asks again.
      () => undefined,
    )
  }, heartbeatMs)
  signal.addEventListener('abort', end, { once: true })
  raw.on('error', () => undefined)
  raw.on('close', () => {
    leave()
    clearInterval(heartbeat)
    signal.removeEventListener('abort', end)
  })
}

function isGone(connection: ServerResponse): boolean {
  return connection.closed || connection.destroyed || connection.socket === null || connection.socket.destroyed
}

/** Counts the open streams of each user. */
export class StreamCounter {
  readonly #most: number
  readonly #open = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** Counts a stream until its connection closes. Throws `too_many_attempts`. */
  open(who: string, connection: ServerResponse): void {
    const open = this.#open.get(who) ?? 0
    if (open >= this.#most) {
      throw new HubError('too_many_attempts', 'Too many event streams are open.', { hint: 'Close some windows.' })
    }
    if (isGone(connection)) return
    this.#open.set(who, open + 1)
    connection.once('close', () => this.#open.set(who, (this.#open.get(who) ?? 1) - 1))
  }
}
