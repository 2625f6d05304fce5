import type { Channel, ChannelType } from './channels.ts'

const marketplace: readonly ChannelType[] = ['marketplace']
const storefront: readonly ChannelType[] = ['storefront']
const pos: readonly ChannelType[] = ['pos']
const selling: readonly ChannelType[] = ['marketplace', 'marketing']

/** The documented table of platforms and the types that channels of them can have. */
const typesOfPlatforms: Readonly<Record<string, readonly ChannelType[]>> = {
  clover: pos,
  square: pos,
  stripe: pos,
  talech: pos,
  vend: pos,
  amazon: marketplace,
  belk: marketplace,
  catch: marketplace,
  ebay: marketplace,
  etsy: marketplace,
  facebook: selling,
  hudsons_bay: marketplace,
  google: selling,
  google_shopping: ['marketing'],
  instagram: selling,
  macys: marketplace,
  meta: selling,
  microsoft: ['marketing'],
  mirakl: marketplace,
  overstock: marketplace,
  pinterest: marketplace,
  target_plus: marketplace,
  tiktok: marketplace,
  wayfair: marketplace,
  wish: marketplace,
  walmart: marketplace,
  acquia: storefront,
  bigcommerce: storefront,
  bloomreach: storefront,
  catalyst: storefront,
  deity: storefront,
  drupal: storefront,
  gatsby: storefront,
  next: storefront,
  vue: storefront,
  wordpress: storefront,
  custom: ['storefront', 'pos', 'marketing', 'marketplace'],
}

/** Whether channels of this platform can be of this type. */
export const isPair = ({ type, platform }: Pick<Channel, 'type' | 'platform'>): boolean =>
  Object.hasOwn(typesOfPlatforms, platform) && typesOfPlatforms[platform]?.includes(type) === true

/** The statuses that a channel of this type can be given when it is changed (documented); `terminated` is none of them. */
export const statusesOf = (type: ChannelType): readonly Channel['status'][] =>
  type === 'storefront'
    ? ['active', 'inactive', 'archived', 'deleted']
    : ['connected', 'disconnected', 'archived', 'deleted']

/** The statuses that a new channel of this type can have (documented). */
export const firstStatusesOf = (type: ChannelType): readonly Channel['status'][] =>
  type === 'storefront' ? ['prelaunch', 'active', 'inactive', 'archived'] : ['connected', 'disconnected', 'archived']

/** Guess: the status of a new channel that says nothing of it. */
export const firstStatusOf = (type: ChannelType): Channel['status'] => (type === 'storefront' ? 'active' : 'connected')
