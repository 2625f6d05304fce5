import type { FieldWrites, Outcome } from '../../../connector/writer.ts'
import { type FieldValue, sameValue } from '../../../domain/fields.ts'
import type { Fields } from '../../../domain/layers.ts'
import type { Level } from '../../../domain/plan.ts'
import { momentText, type WrittenField, writtenFields } from './write-fields.ts'

/** What became of each field of a write, from what the store's answer to it shows. */
export function outcomesOf(level: Level, write: FieldWrites, shows: Fields): Record<string, Outcome> {
  return eachField(write, shows, (name, values) => {
    const field = writtenFields[level].get(name)
    return field !== undefined && (tookIt(field, values) || cleanedIt(field, values))
      ? { status: 'applied' }
      : ignored(level, isNamed(field) ? 'others' : inWords(values.shown))
  })
}

/** The same from what the store shows after its answer was lost: that may be somebody else's by now. */
export function outcomesOfLost(level: Level, write: FieldWrites, shows: Fields): Record<string, Outcome> {
  return eachField(write, shows, (name, values) => {
    const field = writtenFields[level].get(name)
    if (field !== undefined && tookIt(field, values)) return { status: 'applied' }
    return areSame(values.shown, values.was) ? notWritten : changedSince(values.shown)
  })
}

function eachField(
  { fields, before }: FieldWrites,
  shows: Fields,
  judge: (name: string, values: Values) => Outcome,
): Record<string, Outcome> {
  const outcomes = Object.entries(fields).map(([name, sent]): [string, Outcome] => [
    name,
    judge(name, { sent: told(sent), shown: told(shows[name]), was: told(before[name]) }),
  ])
  return Object.fromEntries(outcomes)
}

/** Stores have an empty text or list where there is none. */
function told(value: FieldValue | null | undefined): FieldValue | null {
  if (value === undefined || value === '') return null
  return typeof value === 'object' && value?.length === 0 ? null : value
}

interface Values {
  readonly sent: FieldValue | null
  readonly shown: FieldValue | null
  readonly was: FieldValue | null
}

function areSame(a: FieldValue | null, b: FieldValue | null): boolean {
  return sameValue(a ?? undefined, b ?? undefined)
}

/** Whether the store took a value, as it was sent or in another spelling. */
function tookIt(field: WrittenField, { sent, shown, was }: Values): boolean {
  if (areSame(sent, shown)) return true
  if (field.kind === 'ids') return isWithMore(sent, shown, was)
  if (field.kind === 'decimal' || field.kind === 'whole') {
    // Without a value of its own a variant's number is inherited, and that is another thing than 0.
    const isEmptyZero = field.zeroIsAbsent === true
    return (isEmptyZero || (sent !== null && shown !== null)) && areNear(sent ?? '0', shown ?? '0')
  }
  if (typeof sent !== 'string' || typeof shown !== 'string') return false
  if (field.remoteName === 'custom_url') return addressKey(sent) === addressKey(shown)
  if (field.nullable === true) return Date.parse(momentText(sent)) === Date.parse(shown)
  if (field.kind !== 'text') return false
  return plainText(sent) === plainText(shown) || (!areSame(shown, was) && wordsOf(sent) === wordsOf(shown))
}

/** Whether a store shows what was sent, without what was to go, and more of its own. */
function isWithMore(sent: FieldValue | null, shown: FieldValue | null, was: FieldValue | null): boolean {
  const [wanted, there, before] = [listIn(sent), listIn(shown), listIn(was)]
  const away = before.filter(id => !wanted.includes(id))
  return wanted.length > 0 && wanted.every(id => there.includes(id)) && !away.some(id => there.includes(id))
}

function listIn(value: FieldValue | null): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Whether a new text is what the store made of a text with HTML. */
function cleanedIt({ remoteName }: WrittenField, { sent, shown, was }: Values): boolean {
  return htmlFields.has(remoteName) && sent !== null && shown !== null && !areSame(shown, was)
}

/** Texts with HTML, of which a store may take out what it doesn't like. */
const htmlFields: ReadonlySet<string> = new Set(['description', 'warranty'])

/** Documented: prices are kept with four decimals. Which way a five at the end goes is not. */
const keptDecimals = 4

function areNear(sent: FieldValue, shown: FieldValue): boolean {
  const [a, b] = [digitsOf(String(sent)), digitsOf(String(shown))]
  if (a === null || b === null) return false
  const places = Math.max(a.places, b.places, keptDecimals + 1)
  const difference = scaled(a, places) - scaled(b, places)
  const most = 5n * 10n ** BigInt(places - keptDecimals - 1)
  return difference <= most && -difference <= most
}

interface Digits {
  readonly whole: bigint
  readonly places: number
}

function digitsOf(decimal: string): Digits | null {
  const [, sign = '', whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? []
  return whole === undefined ? null : { whole: BigInt(`${sign}${whole}${fraction}`), places: fraction.length }
}

function scaled({ whole, places }: Digits, to: number): bigint {
  return whole * 10n ** BigInt(to - places)
}

/** Blanks and line ends are told in many ways. */
function plainText(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The words of a text, however they are marked up. */
function wordsOf(text: string): string {
  const withoutTags = text.replace(/<[^<>]*>/g, ' ')
  const plain = withoutTags.replace(/&(?:#(\d{1,7})|(\w+));/g, (whole, code: string | undefined, name: string) =>
    code === undefined ? (entities[name] ?? whole) : characterOf(Number(code)),
  )
  return plainText(plain)
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** A store puts the slash at the end itself. */
function addressKey(path: string): string {
  return path.toLowerCase().replace(/\/$/, '')
}

const shownMost = 80

/** Ids say nothing to a merchant. */
function isNamed(field: WrittenField | undefined): boolean {
  return field?.kind === 'id' || field?.kind === 'ids'
}

function ignored(level: Level, shown: string): Outcome {
  return {
    status: 'rejected',
    reason: `The store answered that it was saved, and shows ${shown}.`,
    fix:
      `Open the ${level === 'product' ? 'product' : 'product of this variant'} in BigCommerce and change it there: it ` +
      'shows what stands in the way. Then import again.',
  }
}

const notWritten: Outcome = {
  status: 'deferred',
  reason: 'The store’s answer was lost, and it shows what it showed before: nothing was written.',
}

function changedSince(shown: FieldValue | null): Outcome {
  return {
    status: 'rejected',
    reason:
      `The store’s answer was lost, and it shows ${inWords(shown)}, which is neither the old value nor the new one: ` +
      'somebody else may have changed it meanwhile.',
    fix: 'Import again, look at what the store shows, and make a new plan if it is to be changed.',
  }
}

function inWords(value: FieldValue | null): string {
  if (value === null) return 'nothing'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = typeof value === 'object' ? value.map(one => String(one)).join(', ') : String(value)
  return `“${text.length > shownMost ? `${text.slice(0, shownMost).toWellFormed()}…` : text}”`
}
