import type { ImageShelf } from '../../connector/image-shelf.ts'
import {
  closeAttempt,
  filesAtUrls,
  knownImages,
  openAttempt,
  openAttempts,
  saveKnownImage,
} from '../../database/channel-images.ts'
import type { WorkspaceDb } from '../../database/connect.ts'
import { fileContent, findFile, keepFile } from '../../database/files.ts'
import { readPicture } from '../../domain/pictures.ts'
import type { Clock } from '../../runtime/clock.ts'
import { contentId } from '../../runtime/content-id.ts'

interface ShelfOptions {
  readonly db: WorkspaceDb
  readonly channelId: string
  readonly clock: Clock
  readonly mayLose: boolean
}

/** What the hub remembers of the images of a channel, in its database. */
export function openShelf({ db, channelId, clock, mayLose }: ShelfOptions): ImageShelf {
  return {
    mayLose,
    async picture(fileId) {
      const file = await findFile(db, fileId)
      const bytes = file === null ? null : await fileContent(db, fileId)
      return file === null || bytes === null ? null : { bytes, kind: file.kind, name: file.name }
    },
    has: async fileId => (await findFile(db, fileId)) !== null,
    known: listingId => knownImages(db, channelId, listingId),
    filesAt: urls => filesAtUrls(db, urls),
    attempts: listingId => openAttempts(db, channelId, listingId),
    begin: (listingId, attempt) =>
      db.transaction(async tx => {
        await closeAttempt(tx, channelId, listingId, attempt.source)
        await openAttempt(tx, channelId, listingId, attempt, clock.now())
      }),
    added: (listingId, image) =>
      db.transaction(async tx => {
        await saveKnownImage(tx, channelId, { listingId, ...image }, clock.now())
        await closeAttempt(tx, channelId, listingId, image.source)
      }),
    notAdded: (listingId, source) => db.transaction(tx => closeAttempt(tx, channelId, listingId, source)),
    async keep(listingId, { remoteId, url }, bytes) {
      const picture = readPicture(bytes)
      if (picture === null) return false
      const at = clock.now()
      const file = { id: contentId(bytes), bytes: bytes.length, name: nameIn(url), ...picture }
      await db.transaction(async tx => {
        await keepFile(tx, { ...file, content: bytes, at, actor: { kind: 'machine' } })
        await saveKnownImage(tx, channelId, { listingId, remoteId, source: file.id, url }, at)
      })
      return true
    },
  }
}

const nameCharactersMost = 120

/** "…/images/485/product-image__98178.1536854227.1280.1280.png?c=2": what the merchant once called it. */
function nameIn(url: string): string {
  const name = URL.parse(url)?.pathname.split('/').at(-1) ?? ''
  return name.replace(/(?:__\d+)*(?:\.\d+)*\.\w+$/, '').slice(0, nameCharactersMost)
}
