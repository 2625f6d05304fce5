import type { Outcome } from '../../../connector/writer.ts'
import { goneOutcome } from '../catalog/write-refusal.ts'
import type { Answer } from '../client/answer.ts'
import { tellFailure } from '../doctor/words.ts'

export const gone: Outcome = goneOutcome

export function notRead(answer: Answer, host: string): Outcome {
  return { status: 'deferred', reason: `The images could not be read: ${tellFailure(answer, host).found}` }
}

export function addedElsewhere(count: number): Outcome {
  const what = count === 1 ? 'An image was' : `${count} images were`
  return {
    status: 'rejected',
    reason: `${what} added in the store since the plan. Nothing of the product’s images was sent after that was seen.`,
    fix: 'Import from the store, look at the images, and make a new plan.',
  }
}

export const untold: Outcome = {
  status: 'rejected',
  reason:
    'An answer of the store was lost while an image was added, and the store shows several new ones since: nobody can tell which is ours.',
  fix: 'Look at the images in BigCommerce, remove there what is too much, import, and make a new plan.',
}

export const notTaken: Outcome = {
  status: 'rejected',
  reason: 'The store answered that the images were saved, and shows others.',
  fix: 'Import from the store and look at the images. If they are not as they should be, make a new plan.',
}

export const noPicture: Outcome = {
  status: 'rejected',
  reason: 'The hub has the picture no longer, and no store has it under this address.',
  fix: 'Upload the picture again, then make a new plan.',
}

export const notKept: Outcome = {
  status: 'rejected',
  reason:
    'An image is to be removed of which the hub could not fetch the picture, so nobody could bring it back. Nothing was sent.',
  fix: 'Make a new plan: it shows which pictures would be lost, and lets you send it all the same.',
}

export const unreadable: Outcome = {
  status: 'unknown',
  reason: 'The store’s answer does not show the image. The hub will look.',
}
