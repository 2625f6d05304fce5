import { z } from 'zod'
import { limits } from '../limits.ts'
import { filled, given, sortOrder, text } from './fields.ts'

/** Documented: a swatch has up to three colors or a picture, a checkbox says which of its values is the checked one. */
const valueData = z
  .object({
    colors: z.array(z.string().regex(/^#[0-9a-f]{3,6}$/i)).max(3),
    image_url: z.url(),
    checked_value: z.boolean(),
  })
  .partial()
  .nullable()

export const optionValueBody = z.object({
  label: filled(255),
  sort_order: sortOrder,
  is_default: z.boolean().optional(),
  value_data: valueData.optional(),
})

export const optionValueChange = optionValueBody.partial()

export const optionBody = z.object({
  display_name: filled(255),
  type: z.enum(['radio_buttons', 'rectangles', 'dropdown', 'swatch']),
  sort_order: z.int().optional(),
  option_values: z.array(optionValueBody).min(1).max(limits.optionValues),
})

export const optionChange = optionBody.omit({ option_values: true }).partial()

const adjuster = z
  .object({ adjuster: z.enum(['relative', 'percentage']).nullable(), adjuster_value: z.number() })
  .partial()
  .transform(given => ({ adjuster: given.adjuster ?? null, adjuster_value: given.adjuster_value ?? 0 }))

const adjusters = z
  .object({
    price: adjuster.nullable(),
    weight: adjuster.nullable(),
    image_url: z.string(),
    purchasing_disabled: z.object({ status: z.boolean(), message: text() }),
  })
  .partial()
  .transform(fields => given(fields))

export const modifierValueBody = optionValueBody.extend({ adjusters: adjusters.optional() })

export const modifierValueChange = modifierValueBody.partial()

const config = z
  .object({
    default_value: z.string(),
    checked_by_default: z.boolean(),
    checkbox_label: z.string(),
    date_limited: z.boolean(),
    date_limit_mode: z.enum(['earliest', 'range', 'latest']),
    date_earliest_value: z.string(),
    date_latest_value: z.string(),
    file_types_mode: z.enum(['specific', 'all']),
    file_types_supported: z.array(z.string()),
    file_types_other: z.array(z.string()),
    file_max_size: z.int(),
    text_characters_limited: z.boolean(),
    text_min_length: z.int(),
    text_max_length: z.int(),
    text_lines_limited: z.boolean(),
    text_max_lines: z.int(),
    number_limited: z.boolean(),
    number_limit_mode: z.enum(['lowest', 'highest', 'range']),
    number_lowest_value: z.number(),
    number_highest_value: z.number(),
    number_integers_only: z.boolean(),
  })
  .partial()

export const modifierBody = z.object({
  display_name: filled(255),
  required: z.boolean(),
  type: z.enum([
    ...(['date', 'checkbox', 'file', 'text', 'multi_line_text', 'numbers_only_text'] as const),
    ...(['radio_buttons', 'rectangles', 'dropdown', 'swatch'] as const),
  ]),
  sort_order: z.int().optional(),
  config: config.optional(),
  option_values: z.array(modifierValueBody).optional(),
})

export const modifierChange = modifierBody.omit({ option_values: true }).partial()
