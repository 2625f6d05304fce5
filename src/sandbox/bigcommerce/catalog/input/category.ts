import { z } from 'zod'
import { pageAddress } from '../../http/input.ts'
import { limits } from '../limits.ts'
import { categorySorts } from '../types.ts'

export const categoryName = z.string().trim().min(1).max(limits.categoryNameLength)

/** 0 is the root of a tree. */
export const parentId = z.int().min(0)

/** The address of a category. */
export const categoryPath = pageAddress.max(255)

/** What can be said of a category besides its place, its name and its address. */
export const categoryDetails = z.object({
  description: z.string().max(65_535).exactOptional(),
  views: z.int().min(0).exactOptional(),
  sort_order: z.int32().exactOptional(),
  page_title: z.string().max(255).exactOptional(),
  meta_keywords: z.array(z.string()).exactOptional(),
  meta_description: z.string().max(65_535).exactOptional(),
  layout_file: z.string().max(50).exactOptional(),
  // Guess: shown as it was given; the platform shows the address of its own copy.
  image_url: z.union([z.literal(''), z.url()]).exactOptional(),
  is_visible: z.boolean().exactOptional(),
  search_keywords: z.string().max(255).exactOptional(),
  default_product_sort: z.enum(categorySorts).exactOptional(),
})
