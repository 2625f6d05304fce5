import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readFile, uploadPicture } from '../../actions/keep-files.ts'
import type { Tools } from '../../actions/tools.ts'
import { mediaTypes } from '../../domain/pictures.ts'
import type { fileRoutes } from '../contract/files.ts'
import { given } from '../given.ts'
import type { HandlersOf, Member } from '../handlers.ts'

export function fileHandlers({ tools }: { tools: Tools }): HandlersOf<typeof fileRoutes> {
  return {
    'POST /api/files': async ({ actor, db, body, query }) => {
      const content = Buffer.from(body.data, 'base64')
      const { id, bytes, kind, width, height } = await uploadPicture(actor, db, tools, { content, ...given(query) })
      return { fileId: id, bytes, kind, width, height }
    },
  }
}

/** Kept pictures under their addresses: shown as what they are or not at all, and never run. */
export function serveFiles(app: FastifyInstance, enter: (request: FastifyRequest) => Promise<Member>): void {
  app.get('/api/files/:fileId', { schema: { hide: true } as object }, async (request, reply) => {
    const { actor, db } = await enter(request)
    const { fileId } = request.params as { fileId: string }
    const { id, kind, content } = await readFile(actor, db, fileId)
    return reply
      .type(mediaTypes[kind])
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('content-disposition', `inline; filename="${id.slice(0, 12)}.${kind}"`)
      .header('cross-origin-resource-policy', 'same-origin')
      .header('cache-control', 'private, max-age=31536000, immutable')
      .header('vary', 'cookie, cartwright-workspace')
      .send(content)
  })
}

const asPictures = /^(?:image\/[\w.+-]+|application\/octet-stream)(?:;|$)/i

/** A picture that is sent as it is becomes what the JSON form of the same address has. */
export function takePictures(app: FastifyInstance): void {
  app.addContentTypeParser(asPictures, { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, { data: Buffer.from(body).toString('base64') })
  })
}
