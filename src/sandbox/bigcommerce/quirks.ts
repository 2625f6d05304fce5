/** What a store does otherwise than the official files say: each a guess at what a live one might do. All off by default. */
export interface StoreQuirks {
  /** The list of products takes no notice of `id:greater`: products at or below the key come back too. */
  readonly ignoresIdGreater: boolean
  /** The list of products takes no notice of `sort` and `direction`: they come by name. */
  readonly ignoresSort: boolean
  /** The list of products takes no notice of `date_modified:min`: unchanged products come back too. */
  readonly ignoresDateModifiedMin: boolean
  /** By how much the total of the list of products is wrong, and the number of pages with it. */
  readonly totalOff: number
  /** The percentage of a bulk pricing rule that comes as text is taken as it stands: ".10" is 0.1 %. */
  readonly readsPercentTextAsNumber: boolean
  /** The percentage of a bulk pricing rule that comes as a number is divided by 100, as text is: 10 is 1,000 %. */
  readonly dividesPercents: boolean
}

const none: StoreQuirks = {
  ignoresIdGreater: false,
  ignoresSort: false,
  ignoresDateModifiedMin: false,
  totalOff: 0,
  readsPercentTextAsNumber: false,
  dividesPercents: false,
}

/** The quirks that a store has now. */
export class Quirks {
  #now: StoreQuirks

  constructor(changes: Partial<StoreQuirks> = {}) {
    this.#now = { ...none, ...changes }
  }

  get now(): StoreQuirks {
    return this.#now
  }

  /** Switches some of them on or off; the others stay as they are. */
  set(changes: Partial<StoreQuirks>): void {
    this.#now = { ...this.#now, ...changes }
  }

  clear(): void {
    this.#now = none
  }

  /** The names of a query of the products list that the store takes no notice of. */
  get unheard(): readonly string[] {
    const { ignoresIdGreater, ignoresSort, ignoresDateModifiedMin } = this.#now
    return [
      ...(ignoresIdGreater ? ['id:greater'] : []),
      ...(ignoresSort ? ['sort', 'direction'] : []),
      ...(ignoresDateModifiedMin ? ['date_modified:min'] : []),
    ]
  }
}
