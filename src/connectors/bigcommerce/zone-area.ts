import { looseObject, looseText } from './client/loose.ts'
import { counted, listed } from './words.ts'

const zone = looseObject({ type: looseText })
const place = looseObject({ country_iso2: looseText, zip: looseText, state_iso2: looseText })

const namedMost = 3
const countryNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' })

/** Where a shipping zone applies, in words; "shipping.v2": zip, country, state or global. */
export function appliesTo(row: unknown): string {
  const { type } = zone.parse(row)
  if (type === 'global') return 'Everywhere else'
  const places = locationsOf(row).map(location => place.parse(location))
  const countries = [...new Set(places.map(({ country_iso2 }) => country_iso2).filter(code => code !== ''))]
  const countriesInWords =
    countries.length > namedMost
      ? counted(countries.length, 'country', 'countries')
      : listed(countries.map(countryName))
  const within = countriesInWords === '' ? '' : ` in ${countriesInWords}`
  const postcodes = places.filter(({ zip }) => zip !== '').length
  const states = new Set(places.map(({ country_iso2, state_iso2 }) => `${country_iso2}-${state_iso2}`)).size
  if (type === 'zip' && postcodes > 0) return `${counted(postcodes, 'postcode')}${within}`
  if (type === 'state' && places.length > 0) return `${counted(states, 'state')}${within}`
  return countriesInWords === '' ? 'Not told by the store' : countriesInWords
}

function locationsOf(row: unknown): readonly unknown[] {
  if (typeof row !== 'object' || row === null || !('locations' in row)) return []
  return Array.isArray(row.locations) ? row.locations : []
}

function countryName(code: string): string {
  try {
    return countryNames.of(code.toUpperCase()) ?? code
  } catch {
    return code
  }
}
