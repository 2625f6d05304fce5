import type { ContentPage, Keeper } from '../durable.ts'
import type { StoreEvents } from '../events.ts'

/** Documented: how many pages a store has at most. */
export const pagesMost = 4_000

/** The pages of the storefronts. Whether a change is right is for the caller to know. */
export class ContentPages {
  readonly #keeper: Keeper
  readonly #events: StoreEvents

  constructor(keeper: Keeper, events: StoreEvents) {
    this.#keeper = keeper
    this.#events = events
  }

  get all(): readonly ContentPage[] {
    return this.#keeper.state.pages
  }

  get(id: number): ContentPage | undefined {
    return this.all.find(page => page.id === id)
  }

  /** The id of the next new page. */
  get nextId(): number {
    return Math.max(this.#keeper.state.pagesMade ?? 0, ...this.all.map(page => page.id)) + 1
  }

  /** Keeps these pages from now on, and tells of those that are new or other than before. Deletions are told of nowhere. */
  save(pages: readonly ContentPage[]): void {
    const before = new Map(this.all.map(page => [page.id, page]))
    const pagesMade = Math.max(this.nextId - 1, ...pages.map(page => page.id))
    this.#keeper.change(old => ({ ...old, pages, pagesMade }))
    for (const page of pages) {
      const old = before.get(page.id)
      if (old === page) continue
      const scope = `store/channel/${page.channel_id}/page/${old === undefined ? 'created' : 'updated'}`
      this.#events.tell(scope, { page_id: page.id })
    }
  }
}

/** The pages with this one in its place or behind the others. Guess: a new home page takes the place of that of its channel. */
export function put(pages: readonly ContentPage[], page: ContentPage): ContentPage[] {
  const isOusted = ({ is_homepage, channel_id }: ContentPage) => is_homepage && channel_id === page.channel_id
  const rows = page.is_homepage
    ? pages.map(other => (isOusted(other) ? { ...other, is_homepage: false } : other))
    : [...pages]
  const at = pages.findIndex(other => other.id === page.id)
  if (at < 0) rows.push(page)
  else rows[at] = page
  return rows
}

/** All that is below one of these pages, on every level. */
export function below(pages: readonly ContentPage[], ids: ReadonlySet<number>): Set<number> {
  const found = new Set<number>()
  for (let parents = ids; parents.size > 0; ) {
    const children = pages.filter(page => parents.has(page.parent_id) && !found.has(page.id)).map(page => page.id)
    for (const id of children) found.add(id)
    parents = new Set(children)
  }
  return found
}

/** The pages without these. Documented: their children go too, or else have no parent any more and can't be seen. */
export function without(pages: readonly ContentPage[], ids: ReadonlySet<number>, withChildren: boolean): ContentPage[] {
  const gone = withChildren ? ids.union(below(pages, ids)) : ids
  return pages
    .filter(page => !gone.has(page.id))
    .map(page => (gone.has(page.parent_id) ? { ...page, parent_id: 0, is_visible: false } : page))
}
