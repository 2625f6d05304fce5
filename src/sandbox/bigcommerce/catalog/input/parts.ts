import { z } from 'zod'
import { limits } from '../limits.ts'
import { amountAsSent, filled, sortOrder, text, whole } from './fields.ts'

export const customFieldBody = z.object({
  name: filled(limits.customFieldLength),
  value: filled(limits.customFieldLength),
})

export const bulkRuleBody = z.object({
  quantity_min: whole(0, 2_147_483_647),
  quantity_max: whole(0, 2_147_483_647),
  type: z.enum(['price', 'percent', 'fixed']),
  amount: amountAsSent,
})

export const imageBody = z.object({
  image_url: z.httpUrl().max(limits.imageUrlLength),
  is_thumbnail: z.boolean().optional(),
  sort_order: sortOrder.optional(),
  description: text().optional(),
})

/** Reported: another address doesn't replace the file of a picture. */
export const imageChange = imageBody.omit({ image_url: true })

/** What the form says of a picture that it sends: all of it is text. */
export const imageForm = z.object({
  image_url: z.never('must be absent where image_file is sent').optional(),
  is_thumbnail: z.stringbool().optional(),
  sort_order: z
    .string()
    .regex(/^-?\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(sortOrder)
    .optional(),
  description: text().optional(),
})

export const videoBody = z.object({
  video_id: filled(25),
  title: text(255).optional(),
  description: text().optional(),
  sort_order: sortOrder.optional(),
  type: z.literal('youtube').optional(),
})

export const videoChange = videoBody.omit({ video_id: true })

export const reviewBody = z.object({
  title: text(255),
  date_reviewed: z.iso.datetime({ offset: true }),
  text: text().optional(),
  status: z.enum(['approved', 'disapproved', 'pending']).optional(),
  rating: whole(0, 5).optional(),
  email: z.union([z.literal(''), z.email()]).optional(),
  name: text(255).optional(),
})
