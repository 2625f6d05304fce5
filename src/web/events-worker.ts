/**
 * Holds the one event stream of this browser and passes every message on to all open tabs:
 * a browser allows few connections to one address, and each tab of its own would use one up.
 */

export type FromWorker = { readonly kind: 'event'; readonly data: string } | { readonly kind: 'lost' }
export type ToWorker = 'hello' | 'bye'

const reopenMs = 3_000
const ports = new Set<MessagePort>()
let stream: EventSource | undefined
let reopening: ReturnType<typeof setTimeout> | undefined

function tell(message: FromWorker): void {
  for (const port of ports) port.postMessage(message)
}

function open(): void {
  clearTimeout(reopening)
  stream?.close()
  const opened = new EventSource('/api/events')
  stream = opened
  opened.onmessage = event => tell({ kind: 'event', data: String(event.data) })
  opened.onerror = () => {
    tell({ kind: 'lost' })
    // The browser reopens a broken stream by itself, but gives up on one that was refused.
    if (opened.readyState === EventSource.CLOSED && ports.size > 0) reopening = setTimeout(open, reopenMs)
  }
}

function close(): void {
  clearTimeout(reopening)
  stream?.close()
  stream = undefined
}

self.addEventListener('connect', event => {
  if (!(event instanceof MessageEvent)) return
  const port = event.ports[0]
  if (port === undefined) return
  port.onmessage = ({ data }: MessageEvent<ToWorker>) => {
    if (data === 'hello') {
      ports.add(port)
      if (stream === undefined || stream.readyState === EventSource.CLOSED) open()
    } else {
      ports.delete(port)
      if (ports.size === 0) close()
    }
  }
})
