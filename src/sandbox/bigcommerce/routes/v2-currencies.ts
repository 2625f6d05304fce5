import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { Currency } from '../currencies/currencies.ts'
import type { Answer } from '../http/answer.ts'
import { json, noContent, Refusal, v2List } from '../http/answer.ts'
import { bodyOf, definedOf, refusalOf } from '../http/input.ts'
import { pageOf, rowsOf } from '../query/paging.ts'

const scope = 'store_v2_information'
const path = '/v2/currencies'
const pathOfOne = `${path}/{id}`

/** Documented: a number, or one as a text. V2 sends ten decimals. Guess: how high it can be. */
const rate = z
  .union([z.number(), z.string().regex(/^\d{1,9}(\.\d{1,10})?$/)])
  .transform(Number)
  .refine(value => value < 1e9, 'must be less than 1,000,000,000')
  .transform(value => value.toFixed(10))
  // As it is kept: what is too small for ten decimals would be nothing.
  .refine(text => Number(text) > 0, 'must be more than 0')

const needed = {
  name: z.string().min(1),
  currency_exchange_rate: rate,
  token_location: z.enum(['left', 'right']),
  token: z.string().min(1),
  decimal_token: z.string().min(1),
  thousands_token: z.string().min(1),
  // Guess: how many there can be.
  decimal_places: z.int().min(0).max(8),
}

const newCurrency = z.object({
  ...needed,
  currency_code: z
    .string()
    .regex(/^[A-Za-z]{3}$/)
    .transform(code => code.toUpperCase()),
  country_iso2: z.string().length(2).default(''),
  is_default: z.boolean().default(false),
  auto_update: z.boolean().default(false),
  // Guess: a currency is enabled and shown only, unless it says otherwise.
  enabled: z.boolean().default(true),
  is_transactional: z.boolean().default(false),
})

const changedCurrency = z
  .object(needed)
  .partial()
  .extend({
    country_iso2: z.string().length(2).optional(),
    is_default: z.boolean().optional(),
    auto_update: z.boolean().optional(),
    enabled: z.boolean().optional(),
    is_transactional: z.boolean().optional(),
  })

function currencyAt(call: Call): Currency {
  const currency = call.store.currencies.get(idAt(call, 0))
  if (currency === undefined) throw notFound('v2')
  return currency
}

/** Guess: the default currency stays enabled. */
function checkDefault(call: Call, { is_default, enabled }: Pick<Currency, 'is_default' | 'enabled'>): void {
  if (is_default && !enabled) throw refusalOf(call, { enabled: 'The default currency is enabled' })
}

function create(call: Call): Answer {
  const input = bodyOf(call, newCurrency)
  const { currencies } = call.store
  if (currencies.find(input.currency_code) !== undefined) {
    throw new Refusal(409, `The currency ${input.currency_code} is there already.`)
  }
  checkDefault(call, input)
  return json(200, currencies.add({ ...input, default_for_country_codes: [], use_default_name: false }))
}

function change(call: Call): Answer {
  const old = currencyAt(call)
  const fields = definedOf(bodyOf(call, changedCurrency))
  if (old.is_default && fields.is_default === false) {
    throw refusalOf(call, { is_default: 'The default can not be unset, only overridden' })
  }
  checkDefault(call, { ...old, ...fields })
  return json(200, call.store.currencies.change(old, fields))
}

/** Documented: the default currency can't be deleted. */
function remove(call: Call): Answer {
  const { id, is_default } = currencyAt(call)
  if (is_default) throw new Refusal(400, 'The default currency can not be deleted.')
  call.store.currencies.remove(new Set([id]))
  return noContent
}

function removeAll({ store: { currencies } }: Call): Answer {
  currencies.remove(new Set(currencies.all.filter(currency => !currency.is_default).map(currency => currency.id)))
  return noContent
}

export const currencyRoutes: readonly Route[] = [
  {
    method: 'GET',
    path,
    scope,
    answer: ({ query, store }) => v2List(rowsOf(store.currencies.all, pageOf(query))),
  },
  { method: 'POST', path, scope, answer: create },
  { method: 'DELETE', path, scope, answer: removeAll },
  { method: 'GET', path: pathOfOne, scope, answer: call => json(200, currencyAt(call)) },
  { method: 'PUT', path: pathOfOne, scope, answer: change },
  { method: 'DELETE', path: pathOfOne, scope, answer: remove },
]
