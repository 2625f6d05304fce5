import { sql } from 'kysely'
import type { FieldValue } from '../domain/fields.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { isListingUnwanted, isOfferUnwanted } from './removals.ts'

export interface StoredImage {
  readonly listingId: string
  readonly remoteId: string
  /** The id of a file, or the address that the store copied it from. */
  readonly source: string
  readonly url: string
}

/** What is known of the images of a product of a channel. */
export async function knownImages(db: WorkspaceDb, channelId: string, listingId: string): Promise<StoredImage[]> {
  return db.kysely
    .selectFrom('channel_image')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('listing_id', '=', listingId)
    .select(['listing_id as listingId', 'remote_id as remoteId', 'source', 'url'])
    .orderBy('made_at')
    .orderBy('remote_id')
    .execute()
}

/** The files of the pictures that any store showed under these addresses. */
export async function filesAtUrls(db: WorkspaceDb, urls: readonly string[]): Promise<Map<string, string>> {
  if (urls.length === 0) return new Map()
  const rows = await db.kysely
    .selectFrom('channel_image as i')
    .innerJoin('file as f', join => join.onRef('f.workspace_id', '=', 'i.workspace_id').onRef('f.id', '=', 'i.source'))
    .where('i.workspace_id', '=', db.workspace)
    .where('i.url', 'in', urls)
    .select(['i.url', 'f.id'])
    .execute()
  return new Map(rows.map(({ url, id }) => [url, id]))
}

/** The addresses under which any store showed the pictures of these files, of each those that there are. */
export async function urlsOfFiles(db: WorkspaceDb, files: readonly string[]): Promise<Map<string, string[]>> {
  if (files.length === 0) return new Map()
  const rows = await db.kysely
    .selectFrom('channel_image')
    .where('workspace_id', '=', db.workspace)
    .where('source', 'in', files)
    .select(['source', 'url'])
    .execute()
  return new Map([...Map.groupBy(rows, ({ source }) => source)].map(([file, own]) => [file, own.map(({ url }) => url)]))
}

/** Which picture an image of the store is; what was known of it before counts no more. */
export async function saveKnownImage(
  tx: WorkspaceTx,
  channelId: string,
  { listingId, remoteId, source, url }: StoredImage,
  at: Date,
): Promise<void> {
  await tx.kysely
    .insertInto('channel_image')
    .values({
      ...{ workspace_id: tx.workspace, channel_id: channelId, listing_id: listingId, remote_id: remoteId },
      ...{ source, url, made_at: at },
    })
    .onConflict(conflict =>
      conflict.columns(['workspace_id', 'channel_id', 'listing_id', 'remote_id']).doUpdateSet({ source, url }),
    )
    .execute()
}

export interface StoredAttempt {
  readonly source: string
  readonly idsBefore: readonly string[]
}

export async function openAttempts(db: WorkspaceDb, channelId: string, listingId: string): Promise<StoredAttempt[]> {
  return db.kysely
    .selectFrom('image_attempt')
    .where('workspace_id', '=', db.workspace)
    .where('channel_id', '=', channelId)
    .where('listing_id', '=', listingId)
    .select(['source', 'ids_before as idsBefore'])
    .orderBy('made_at')
    .execute()
}

export async function openAttempt(
  tx: WorkspaceTx,
  channelId: string,
  listingId: string,
  { source, idsBefore }: StoredAttempt,
  at: Date,
): Promise<void> {
  await tx.kysely
    .insertInto('image_attempt')
    .values({
      ...{ workspace_id: tx.workspace, channel_id: channelId, listing_id: listingId },
      ...{ source, ids_before: [...idsBefore], made_at: at },
    })
    .execute()
}

export async function closeAttempt(
  tx: WorkspaceTx,
  channelId: string,
  listingId: string,
  source: string,
): Promise<void> {
  await tx.kysely
    .deleteFrom('image_attempt')
    .where('workspace_id', '=', tx.workspace)
    .where('channel_id', '=', channelId)
    .where('listing_id', '=', listingId)
    .where('source', '=', source)
    .execute()
}

/** Images that are to be others. */
interface ImagesToDo {
  readonly listingId: string
  /** The variant that is to be deleted with its image; null where it is about the product. */
  readonly offerId: string | null
  /** What the store shows, and what it is to show. */
  readonly observed: FieldValue | null
  readonly desired: FieldValue | null
}

/** The image of a variant, as an entry of images: it has no id of its own. */
const imageOfVariant = sql`
  jsonb_build_object('remoteId', 'variant ' || o.remote_id, 'url', o.observed->>'imageUrl')
`

/** Products of a channel whose images are to be others, and products and variants that are to be deleted with theirs. */
export async function imagesToDo(db: WorkspaceDb, channelId: string): Promise<ImagesToDo[]> {
  const own = sql`l.workspace_id = ${db.workspace} and l.channel_id = ${channelId} and l.gone_at is null`
  const ofListing = sql`
    o.workspace_id = l.workspace_id and o.channel_id = l.channel_id and o.listing_id = l.remote_id and o.gone_at is null
      and o.observed ? 'imageUrl'
  `
  const { rows } = await sql<ImagesToDo>`
    select * from (
      select l.remote_id as "listingId", null as "offerId", l.observed->'images' as observed,
        l.desired->'images' as desired
      from listing l
      where ${own} and l.desired is not null and l.desired ? 'images' and l.product_id is not null
        and not ${isListingUnwanted}
      union all
      select l.remote_id, null, coalesce(l.observed->'images', '[]') || coalesce((
        select jsonb_agg(${imageOfVariant}) from offer o where ${ofListing}
      ), '[]'), null
      from listing l where ${own} and ${isListingUnwanted}
      union all
      select l.remote_id, o.remote_id, jsonb_build_array(${imageOfVariant}), null
      from listing l join offer o on ${ofListing}
      where ${own} and ${isOfferUnwanted} and not ${isListingUnwanted}
    ) as images
    order by "listingId", "offerId"
    limit 10000
  `.execute(db.kysely)
  return rows
}
