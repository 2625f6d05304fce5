import type { WorkspaceDb } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { bytesKept, fileContent, findFile, keepFile, type StoredFile } from '../database/files.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { pictureBytesMost, readPicture } from '../domain/pictures.ts'
import { contentId } from '../runtime/content-id.ts'
import { HubError } from '../runtime/errors.ts'
import { newId } from '../runtime/ids.ts'
import type { Tools } from './tools.ts'

export type { StoredFile }

/** Room for the pictures of a workspace: some thousands of large ones. */
const bytesOfWorkspaceMost = 10 * 2 ** 30
const nameCharactersMost = 120

/**
 * Keeps a picture that somebody uploaded. The same bytes are kept once, so doing it twice changes nothing. Throws
 * `input_invalid` for what is no picture or too large, and `files_full`.
 */
export async function uploadPicture(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  { content, name = '' }: { content: Uint8Array; name?: string },
): Promise<StoredFile> {
  mustBeAllowed(actor, 'catalog.manage')
  const file = pictureFile(content, name)
  const known = await findFile(db, file.id)
  if (known !== null) return known
  if ((await bytesKept(db)) + file.bytes > bytesOfWorkspaceMost) {
    throw new HubError('files_full', 'There is no room for more pictures in this workspace.', {
      hint: `Together they may have ${bytesOfWorkspaceMost / 2 ** 30} GB.`,
    })
  }
  const at = tools.clock.now()
  await db.transaction(async tx => {
    await keepFile(tx, { ...file, content, at, actor })
    const about = { fileId: file.id, kind: file.kind, bytes: file.bytes }
    await recordEvent(tx, { id: newId('evt', tools.randomBytes), at, actor, verb: 'file.uploaded', about })
  })
  return (await findFile(db, file.id)) ?? file
}

function pictureFile(content: Uint8Array, name: string): StoredFile {
  const fault = (sentence: string) =>
    new HubError('input_invalid', 'This picture cannot be used.', { fields: { file: sentence }, hint: sentence })
  if (content.length === 0) throw fault('The file is empty.')
  if (content.length > pictureBytesMost) {
    throw fault(`A picture may have at most ${pictureBytesMost / 2 ** 20} MB: make it smaller.`)
  }
  const picture = readPicture(content)
  if (picture === null) throw fault('This is no JPEG, PNG, GIF, WebP or BMP file, whatever its name says.')
  const plainName = name.replace(/\p{C}/gu, '').trim()
  return {
    id: contentId(content),
    bytes: content.length,
    name: [...plainName].slice(0, nameCharactersMost).join(''),
    ...picture,
  }
}

/** A kept picture with its bytes. Throws `not_found`, also for one of another workspace. */
export async function readFile(
  actor: Actor,
  db: WorkspaceDb,
  fileId: string,
): Promise<StoredFile & { readonly content: Uint8Array }> {
  mustBeAllowed(actor, 'catalog.read')
  const file = await findFile(db, fileId)
  const content = file === null ? null : await fileContent(db, fileId)
  if (file === null || content === null) throw new HubError('not_found', 'There is no such picture.')
  return { ...file, content }
}
