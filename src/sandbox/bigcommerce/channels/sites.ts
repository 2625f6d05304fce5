import type { SandboxClock } from '../clock.ts'
import type { StoreEvents } from '../events.ts'
import { v3Date } from '../query/date.ts'
import { firstSites } from '../seed/settings.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'

interface Dates {
  readonly created_at: string
  readonly updated_at: string
}

/** The domain of a channel. */
export interface Site extends Dates {
  readonly id: number
  readonly channel_id: number
  /** As it was entered (documented). */
  readonly url: string
  /** Null where shoppers pay at the domain of the default storefront. */
  readonly checkout: (Dates & { readonly url: string }) | null
}

/** How links to one kind of page of a site are made. */
export interface SiteRoute {
  readonly id: number
  readonly site_id: number
  readonly type: string
  /** The id of what is shown, or `*` for everything of the type. */
  readonly matching: string
  readonly route: string
}

export type SiteRouteFields = Omit<SiteRoute, 'id' | 'site_id'>

/** The sites of the channels and their routes. Whether a change is right is for the caller to know. */
export class Sites implements Room {
  readonly #sites: Table<Site>
  readonly #routes = new Table<SiteRoute>()
  readonly kept: Room['kept']
  readonly #clock: SandboxClock
  readonly #events: StoreEvents

  /** `domain` is that of the first storefront. */
  constructor(domain: string, clock: SandboxClock, events: StoreEvents) {
    this.#sites = new Table(firstSites(domain))
    this.kept = { sites: this.#sites, routes: this.#routes }
    this.#clock = clock
    this.#events = events
  }

  get all(): readonly Site[] {
    return this.#sites.rows
  }

  get(id: number): Site | undefined {
    return this.#sites.get(id)
  }

  /** A channel has one site or none (documented). */
  ofChannel(channelId: number): Site | undefined {
    return this.all.find(site => site.channel_id === channelId)
  }

  add(channelId: number, url: string): Site {
    const now = this.#now
    const site = this.#sites.add(id => ({
      id,
      channel_id: channelId,
      url,
      checkout: null,
      created_at: now,
      updated_at: now,
    }))
    this.#tell(site, 'site/updated')
    return site
  }

  move(old: Site, url: string): Site {
    if (old.url === url) return old
    return this.#replace({ ...old, url }, 'site/updated')
  }

  /** Where shoppers of the site pay from now on; null for the domain of the default storefront. */
  moveCheckout(old: Site, url: string | null): Site {
    if ((old.checkout?.url ?? null) === url) return old
    if (url === null) return this.#replace({ ...old, checkout: null }, 'site/checkoutUrl/deleted')
    const now = this.#now
    const checkout = { url, created_at: old.checkout?.created_at ?? now, updated_at: now }
    return this.#replace({ ...old, checkout }, 'site/checkoutUrl/updated')
  }

  /** Deletes a site with its routes. */
  remove(site: Site): void {
    this.#sites.remove(new Set([site.id]))
    this.#routes.remove(new Set(this.routesOf(site.id).map(route => route.id)))
    this.#tell(site, 'site/updated')
  }

  routesOf(siteId: number): readonly SiteRoute[] {
    return this.#routes.rows.filter(route => route.site_id === siteId)
  }

  route(siteId: number, id: number): SiteRoute | undefined {
    const route = this.#routes.get(id)
    return route?.site_id === siteId ? route : undefined
  }

  /** Guess: only changes of routes are told, as only these are documented. */
  addRoute(siteId: number, fields: SiteRouteFields): SiteRoute {
    return this.#routes.add(id => ({ id, site_id: siteId, ...fields }))
  }

  /** Changes the routes that have an id and makes the others, which is told once: the event names the site alone. */
  putRoutes(site: Site, items: readonly (SiteRouteFields & { readonly id?: number })[]): SiteRoute[] {
    const routes = items.map(({ id, ...fields }) => {
      if (id === undefined) return this.addRoute(site.id, fields)
      const route = { id, site_id: site.id, ...fields }
      this.#routes.replace(route)
      return route
    })
    if (routes.length > 0) this.#tell(site, 'route/updated')
    return routes
  }

  removeRoute(id: number): void {
    this.#routes.remove(new Set([id]))
  }

  #replace(site: Site, event: string): Site {
    const next = { ...site, updated_at: this.#now }
    this.#sites.replace(next)
    this.#tell(next, event)
    return next
  }

  #tell(site: Site, event: string): void {
    this.#events.tell(`store/channel/${site.channel_id}/settings/${event}`, { site_id: site.id })
  }

  get #now(): string {
    return v3Date(this.#clock.now().getTime())
  }
}
