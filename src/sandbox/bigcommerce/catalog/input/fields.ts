import { z } from 'zod'
import { limits } from '../limits.ts'
import { money } from '../parts.ts'

/** What a body gives, without the fields that it leaves unsaid. */
export type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Names the fields that were given by their own types: a body of JSON holds no undefined. */
export const given = <T extends object>(fields: T) => fields as Given<T>

/** A text of at most so many characters, an emoji being one. */
export const text = (most = 65_535) =>
  z.string().refine(value => value.length <= most || [...value].length <= most, `must be at most ${most} characters`)

/** A text that says something. */
export const filled = (most: number) => text(most).refine(value => value.trim() !== '', 'must not be blank')

export const whole = (least: number, most: number) => z.int().min(least).max(most)

/** Documented for sizes; guess: for prices too. */
const numberMost = 9_999_999_999

export const size = z.number().min(0).max(numberMost)

/** Documented: prices are kept with four decimals. */
export const price = size.transform(money)

/** Documented: more than the catalog can hold becomes the most that it holds. */
export const stockLevel = z
  .int()
  .min(0)
  .transform(level => Math.min(level, limits.inventoryLevel))

export const warningLevel = whole(0, limits.inventoryLevel)

export const sortOrderMost = 2_147_483_647

export const sortOrder = whole(-2_147_483_648, sortOrderMost)

/** A number, or the same as text, which stays text for whoever reads it in another way. */
export const amountAsSent = z.union([
  z.number().min(0).max(numberMost).transform(money),
  z.string().regex(/^\d{0,10}\.?\d{1,10}$/),
])

/** "(Float, Float-As-String, Integer)" in the words of the official files. */
export const amount = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)])
  .transform(Number)
  .pipe(z.number().max(numberMost))
  .transform(money)
