import { request } from 'node:http'

/** A request that tells of an event. */
export interface Post {
  /** An address of this machine; `Destinations` gives no other. */
  readonly address: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Sends it and gives the status of the answer, whose body nobody reads. Redirects are not followed.
 * @throws the error of the connection, or the signal's reason
 */
export function send({ address, headers, body }: Post, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    // A name is not looked up: whatever this machine believes `localhost` to be, the delivery stays here.
    const hostname = address.hostname === '[::1]' ? '::1' : '127.0.0.1'
    const { port, pathname, search } = address
    const post = request({ method: 'POST', hostname, port, path: pathname + search, headers, signal, agent: false })
    post.on('error', reject)
    post.once('response', response => {
      response.on('error', reject)
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
    post.end(body)
  })
}
