import type { ApartWrite, Outcome, WriteResult } from '../../../connector/writer.ts'
import type { LivePart } from '../../../domain/plan.ts'
import { HubError } from '../../../runtime/errors.ts'
import { verdictOf } from '../catalog/write-refusal.ts'
import { rejection } from '../catalog/write-words.ts'
import type { Answer } from '../client/answer.ts'
import type { StoreApi } from '../client/request.ts'
import { addImage, fileNameToken } from './add-image.ts'
import { keepPictures, type PictureTools } from './keep-pictures.ts'
import { type ImagesNow, identitiesOf, readImages, type ShownImages } from './read-images.ts'
import { type ImageSteps, isNothing, type ShownImage, stepsOf, type WantedImage, wantedImages } from './steps.ts'
import * as words from './words.ts'

export interface ImageTools extends PictureTools {
  readonly api: StoreApi
  readonly host: string
}

interface Needs {
  readonly writes: readonly LivePart[]
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** A store may move other images when one is moved ("products_catalog.v3.yml", `sort_order`), so it is looked again. */
const roundsMost = 4
const timeoutMs = 60_000

/** Ends the work on one product with what is to be said of it. */
class Ended extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super(outcome.status)
    this.outcome = outcome
  }
}

/**
 * Brings the images of one product to what is wanted. It begins and ends with a look at what the store has, so it may be
 * cut off anywhere and begun again: what is there already is neither added nor removed twice. Images are added before
 * others are removed, and none is removed of which the bytes aren't kept.
 */
export async function writeImages(
  tools: ImageTools,
  { remoteId: listingId, fields, before, planned = before }: ApartWrite,
  parts: readonly LivePart[],
  signal?: AbortSignal,
): Promise<WriteResult> {
  const wanted = { before: wantedImages(planned.images), after: wantedImages(fields.images) }
  const needs: Needs = { writes: parts, timeoutMs, ...(signal !== undefined && { signal }) }
  let now: ImagesNow | null = null
  let hasBegun = false
  try {
    for (let round = 1; round <= roundsMost; round += 1) {
      now = await look(tools, listingId, wanted.after, needs)
      const steps = stepsOf(wanted, now.shown, now.identities)
      if (steps.foreign.length > 0) throw new Ended(words.addedElsewhere(steps.foreign.length))
      if (isNothing(steps)) return result({ status: 'applied' }, now)
      if (round === roundsMost) break
      // Before anything is sent: an image of which nobody has the bytes does not go, unless somebody let that pass.
      if (!(await keepPictures(tools, listingId, steps.removes, signal))) throw new Ended(words.notKept)
      hasBegun = true
      await take(tools, listingId, steps, now, needs)
    }
  } catch (error) {
    if (!(error instanceof Ended)) throw error
    return result(error.outcome, hasBegun ? await lookAgain(tools, listingId, error.outcome, needs) : now)
  }
  return result(words.notTaken, now)
}

function result(outcome: Outcome, now: ShownImages | null): WriteResult {
  const shows = now === null ? null : now.value === null ? {} : { images: now.value }
  // What is to go on counts as seen once it is done.
  const isOpen = outcome.status === 'unknown' || outcome.status === 'deferred'
  return { outcomes: { images: outcome }, shows: isOpen ? null : shows, alsoShows: null }
}

/** What the store shows once something of it was written and something was refused. */
async function lookAgain({ api }: ImageTools, listingId: string, { status }: Outcome, { signal }: Needs) {
  if (status !== 'rejected') return null
  const read = await readImages(api, listingId, signal)
  return 'images' in read ? read.images : null
}

/** The images as they are, with what became of additions whose answers were lost. */
async function look(
  tools: ImageTools,
  listingId: string,
  after: readonly WantedImage[],
  { signal }: Needs,
): Promise<ImagesNow> {
  const { api, host, shelf } = tools
  const read = await readImages(api, listingId, signal)
  if ('answer' in read)
    throw new Ended(read.answer.kind === 'not_found' ? words.gone : words.notRead(read.answer, host))
  const { images } = read
  const identities = await identitiesOf(shelf, listingId, after)
  const known = new Set(identities.known.map(({ remoteId }) => remoteId))
  for (const attempt of await shelf.attempts(listingId)) {
    const isNew = ({ remoteId }: ShownImage) => !attempt.idsBefore.includes(remoteId) && !known.has(remoteId)
    const since = images.shown.filter(isNew)
    const named = since.filter(({ fileName }) => fileName.includes(fileNameToken(attempt.source)))
    const [found, ...others] = named.length > 0 ? named : since
    if (found === undefined) await shelf.notAdded(listingId, attempt.source)
    else if (named.length === 0 && others.length > 0) throw new Ended(words.untold)
    else {
      await shelf.added(listingId, { remoteId: found.remoteId, source: attempt.source, url: found.url })
      known.add(found.remoteId)
    }
  }
  return { ...images, identities: await identitiesOf(shelf, listingId, after) }
}

async function take(tools: ImageTools, listingId: string, steps: ImageSteps, now: ImagesNow, needs: Needs) {
  const { api, host, shelf } = tools
  let hasWritten = false
  const send = async (request: () => Promise<Answer>): Promise<Answer> => {
    try {
      const answer = await request()
      hasWritten = true
      return answer
    } catch (error) {
      // A stop in the midst of it: what was done so far shows, and the rest waits.
      if (!(error instanceof HubError) || !hasWritten) throw error
      throw new Ended({ status: 'deferred', reason: `${error.message} The rest of its images was not sent.` })
    }
  }
  const idsBefore = now.shown.map(({ remoteId }) => remoteId)
  for (const add of steps.adds) {
    const made = await addImage({ api, shelf, send, needs }, listingId, add, idsBefore)
    if (made.kind === 'added') idsBefore.push(made.remoteId)
    else if (made.kind === 'no_picture') throw new Ended(words.noPicture)
    else throw new Ended(outcomeOf(made.answer, host))
  }
  const path = `/v3/catalog/products/${encodeURIComponent(listingId)}/images`
  for (const { remoteId, description, sortOrder, isThumbnail } of steps.updates) {
    const body = JSON.stringify({
      ...(description !== undefined && { description }),
      ...(sortOrder !== undefined && { sort_order: sortOrder }),
      ...(isThumbnail !== undefined && { is_thumbnail: true }),
    })
    const answer = await send(() => api.put(`${path}/${encodeURIComponent(remoteId)}`, body, needs))
    if (answer.kind !== 'ok' && answer.kind !== 'not_found') throw new Ended(outcomeOf(answer, host))
  }
  for (const { remoteId } of steps.removes) {
    const answer = await send(() => api.delete(`${path}/${encodeURIComponent(remoteId)}`, needs))
    if (answer.kind !== 'empty' && answer.kind !== 'ok' && answer.kind !== 'not_found') {
      throw new Ended(outcomeOf(answer, host))
    }
  }
}

function outcomeOf(answer: Answer, host: string): Outcome {
  const verdict = verdictOf(answer, 'product', host)
  switch (verdict.kind) {
    case 'ended':
      return verdict.outcome
    case 'missing':
      return words.gone
    case 'refused':
      return rejection('product', verdict.complaints)
    default:
      return words.unreadable
  }
}
