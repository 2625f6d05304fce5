import { z } from 'zod'
import type { Route } from './route.ts'

const kept = z
  .object({
    fileId: z.string().describe('The SHA-256 of what it holds: the same picture has the same id.'),
    bytes: z.int(),
    kind: z.enum(['jpg', 'png', 'gif', 'webp', 'bmp']).describe('Told by what it holds, not by its name.'),
    width: z.int().nullable().describe('In pixels; null where the file doesn’t say.'),
    height: z.int().nullable(),
  })
  .meta({ id: 'KeptFile' })
export type KeptFile = z.infer<typeof kept>

/** Eight megabytes, and a third more as base64. */
const dataCharactersMost = 11_250_000

export const fileRoutes = {
  'POST /api/files': {
    summary:
      'Keep a picture of at most 8 MB, which the images of a product can name; GET /api/files/:fileId shows it. Send it as it is with a Content-Type of image/…, or as JSON',
    access: 'user',
    query: z.object({ name: z.string().max(300).optional().describe('How the file is called.') }),
    body: z.object({
      data: z.base64('Give the picture in base64.').max(dataCharactersMost, 'This is larger than 8 MB.'),
    }),
    bodyBytesMost: dataCharactersMost + 1_000,
    takesPictures: true,
    response: kept,
    errors: ['files_full', 'body_too_large', 'media_type_unsupported'],
  },
} as const satisfies Record<string, Route>
