const least = -2_147_483_648
const most = 2_147_483_647

/** Where an image stands now: its number, and its rank among all, which decides where numbers are alike. */
export interface Place {
  readonly sortOrder: number
  readonly rank: number
}

/**
 * Numbers by which images stand in the wanted order, with as few changed as can be: those that stand in it already keep
 * theirs, and the others go between them. Null: an image that is yet to be added.
 */
export function placesOf(wanted: readonly (Place | null)[]): number[] {
  const kept = longestRise(wanted)
  const [first = 0] = kept
  const places: number[] = []
  let before = kept.size === 0 ? -1 : (wanted[first]?.sortOrder ?? 0) - first - 1
  let isBeforeKept = true
  for (const [at, place] of wanted.entries()) {
    const own = kept.has(at) && place !== null ? place.sortOrder : Number.NEGATIVE_INFINITY
    // Two that have the same number and stand right as they are can go on having it.
    isBeforeKept = own > before || (own === before && isBeforeKept && at > 0)
    before = isBeforeKept ? own : before + 1
    places.push(before)
  }
  return places.every(place => place >= least && place <= most) ? places : wanted.map((_, at) => at)
}

/** The most that stand in order already: the positions of a longest series of growing ranks. */
function longestRise(wanted: readonly (Place | null)[]): ReadonlySet<number> {
  /** By length less one: where the series of that length ends that ends lowest. */
  const ends: number[] = []
  const comesAfter = new Map<number, number | undefined>()
  const rankAt = (at: number) => wanted[at]?.rank ?? 0
  for (const [at, place] of wanted.entries()) {
    if (place === null) continue
    const found = ends.findIndex(end => rankAt(end) >= place.rank)
    const length = found < 0 ? ends.length : found
    ends[length] = at
    comesAfter.set(at, ends[length - 1])
  }
  const series: number[] = []
  for (let at = ends.at(-1); at !== undefined; at = comesAfter.get(at)) series.push(at)
  return new Set(series.reverse())
}
