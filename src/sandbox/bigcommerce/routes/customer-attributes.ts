import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import type { AttributeValue, CustomerAttribute } from '../customers/attributes.ts'
import { attributeTypes } from '../customers/attributes.ts'
import { data, noContent, Refusal } from '../http/answer.ts'
import { bodyOf, checkBatch } from '../http/input.ts'
import { v3ListRoute } from './list.ts'

const scope = 'store_v2_customers'
const path = '/v3/customers/attributes'
const valuesPath = '/v3/customers/attribute-values'

/** Documented: how many attributes a store has, how many values a batch takes, and how many calls run at once. */
const attributesMost = 50
const valuesMost = 10
const concurrent = 3

const name = z.string().trim().min(1).max(255)
const newAttribute = z.object({ name, type: z.enum(attributeTypes) })
const changedAttribute = z.object({ id: z.int(), name })

const attributeValue = z.string().max(255)
const givenValue = z.object({ attribute_id: z.int(), customer_id: z.int(), value: attributeValue })

/** Attributes in the body of a new customer. */
export const attributesOfNew = z
  .array(z.object({ attribute_id: z.int(), attribute_value: attributeValue }))
  .max(10)
  .default([])

type Faults = Record<string, string>

/** All of a batch is done, or nothing of it (guess). */
function refuseFaults(faults: Faults): void {
  if (Object.keys(faults).length > 0) throw new Refusal(422, 'The attributes are not valid', { fields: faults })
}

const isFree = (name: string, others: readonly { readonly name: string }[]) =>
  !others.some(other => other.name.toLowerCase() === name.toLowerCase())

function create(call: Call): readonly CustomerAttribute[] {
  const { customerAttributes: attributes } = call.store
  const items = bodyOf(call, z.array(newAttribute))
  const faults: Faults = {}
  for (const [at, item] of items.entries()) {
    // Guess: names are one of a kind, whatever their case.
    if (!isFree(item.name, [...attributes.all, ...items.slice(0, at)])) faults[`${at}.name`] = `${item.name} is in use`
  }
  if (attributes.all.length + items.length > attributesMost) {
    faults.body = `A store has at most ${attributesMost} customer attributes`
  }
  refuseFaults(faults)
  return items.map(item => attributes.add(item))
}

function rename(call: Call): readonly CustomerAttribute[] {
  const { customerAttributes: attributes } = call.store
  const items = bodyOf(call, z.array(changedAttribute))
  const ids = new Set(items.map(item => item.id))
  const others = attributes.all.filter(attribute => !ids.has(attribute.id))
  const faults: Faults = {}
  for (const [at, item] of items.entries()) {
    if (attributes.get(item.id) === undefined) faults[`${at}.id`] = 'There is no attribute with this id'
    else if (!isFree(item.name, [...others, ...items.slice(0, at)])) faults[`${at}.name`] = `${item.name} is in use`
  }
  refuseFaults(faults)
  return items.flatMap(item => {
    const old = attributes.get(item.id)
    return old === undefined ? [] : [attributes.rename(old, item.name)]
  })
}

/** Guess: a day, or a moment with or without its offset; never a text that means another day on another machine. */
const dateText = z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })])

/** Guess: a value that doesn't fit the type of its attribute is refused; none at all fits each. */
function fits({ type }: CustomerAttribute, value: string): boolean {
  if (value === '' || type === 'string') return true
  return type === 'number' ? /^-?\d+(\.\d+)?$/.test(value) : dateText.safeParse(value).success
}

/** What is wrong with a value for the attribute of this id, by field; nothing where it is right. */
export function valueFaults(
  { store }: Call,
  attributeId: number,
  value: { readonly name: string; readonly text: string },
): Readonly<Record<string, string>> {
  const attribute = store.customerAttributes.get(attributeId)
  if (attribute === undefined) return { attribute_id: 'There is no attribute with this id' }
  return fits(attribute, value.text) ? {} : { [value.name]: `must be a ${attribute.type}` }
}

function putValues(call: Call): readonly AttributeValue[] {
  checkBatch(call.body, valuesMost)
  const { customerAttributes, customers } = call.store
  const items = bodyOf(call, z.array(givenValue))
  const faults: Faults = {}
  for (const [at, { attribute_id, customer_id, value }] of items.entries()) {
    const wrong = valueFaults(call, attribute_id, { name: 'value', text: value })
    for (const [field, message] of Object.entries(wrong)) faults[`${at}.${field}`] = message
    if (customers.get(customer_id) === undefined) faults[`${at}.customer_id`] = 'There is no customer with this id'
  }
  refuseFaults(faults)
  return items.map(item => customerAttributes.set(item.customer_id, item.attribute_id, item.value))
}

function idsToDelete({ query }: Call): ReadonlySet<number> {
  const ids = query.integers('id:in')
  if (ids.length === 0) throw query.invalid('id:in', 'is required')
  return new Set(ids)
}

const dates = {
  date_created: { kind: 'date', read: (row: { date_created: string }) => Date.parse(row.date_created) },
  date_modified: { kind: 'date', read: (row: { date_modified: string }) => Date.parse(row.date_modified) },
} as const

export const customerAttributeRoutes: readonly Route[] = [
  v3ListRoute<CustomerAttribute>({
    path,
    scope,
    rows: ({ store }) => store.customerAttributes.all,
    fields: {
      name: { kind: 'text', read: attribute => attribute.name },
      type: { kind: 'text', read: attribute => attribute.type },
      ...dates,
    },
  }),
  { method: 'POST', path, scope, concurrent, answer: call => data(create(call)) },
  { method: 'PUT', path, scope, concurrent, answer: call => data(rename(call)) },
  {
    method: 'DELETE',
    path,
    scope,
    answer: call => {
      call.store.customerAttributes.remove(idsToDelete(call))
      return noContent
    },
  },
  v3ListRoute<AttributeValue & { readonly name: string }>({
    path: valuesPath,
    scope,
    rows: ({ store: { customerAttributes: attributes } }) =>
      attributes.values.map(value => ({ ...value, name: attributes.get(value.attribute_id)?.name ?? '' })),
    fields: {
      customer_id: { kind: 'integer', read: value => value.customer_id },
      attribute_id: { kind: 'integer', read: value => value.attribute_id },
      name: { kind: 'text', read: value => value.name },
      ...dates,
    },
    show: ({ name: _, ...value }) => value,
  }),
  { method: 'PUT', path: valuesPath, scope, concurrent, answer: call => data(putValues(call)) },
  {
    method: 'DELETE',
    path: valuesPath,
    scope,
    answer: call => {
      call.store.customerAttributes.removeValues(idsToDelete(call))
      return noContent
    },
  },
]
