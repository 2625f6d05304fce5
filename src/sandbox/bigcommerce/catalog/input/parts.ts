import { z } from 'zod'
import { limits } from '../limits.ts'
import { amount, filled, sortOrder, text, whole } from './fields.ts'

export const customFieldBody = z.object({
  name: filled(limits.customFieldLength),
  value: filled(limits.customFieldLength),
})

export const bulkRuleBody = z.object({
  quantity_min: whole(0, 2_147_483_647),
  quantity_max: whole(0, 2_147_483_647),
  type: z.enum(['price', 'percent', 'fixed']),
  amount,
})

export const imageBody = z.object({
  image_url: z.httpUrl().max(limits.imageUrlLength),
  is_thumbnail: z.boolean().optional(),
  sort_order: sortOrder.optional(),
  description: text().optional(),
})

/** Reported: another address doesn't replace the file of a picture. */
export const imageChange = imageBody.omit({ image_url: true })

export const videoBody = z.object({
  video_id: filled(25),
  title: text(255).optional(),
  description: text().optional(),
  sort_order: sortOrder.optional(),
  type: z.literal('youtube').optional(),
})

export const videoChange = videoBody.omit({ video_id: true })
