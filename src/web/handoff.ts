/** What stands in the API connection form. */
export interface ConnectionValues {
  storeHash: string
  clientId: string
  accessToken: string
  clientSecret: string
  apiAddress: string
}

export const noValues: ConnectionValues = {
  storeHash: '',
  clientId: '',
  accessToken: '',
  clientSecret: '',
  apiAddress: '',
}

/** Credentials on their way from one page to a form. They live in this module only, never in an address or storage. */
export interface Handoff {
  readonly values: ConnectionValues
  /** Whether the form presses Save by itself. */
  readonly save: boolean
  readonly panelUrl: string | null
}

const forChannel = new Map<string, Handoff>()
let forNewChannel: Handoff | null = null

export function handTo(channelId: string, handoff: Handoff): void {
  forChannel.set(channelId, handoff)
}

export function handToNewChannel(handoff: Handoff): void {
  forNewChannel = handoff
}

/** The channel that they wait for has been made. */
export function passOnTo(channelId: string): void {
  if (forNewChannel !== null) forChannel.set(channelId, forNewChannel)
  forNewChannel = null
}

export function waitsForNewChannel(): boolean {
  return forNewChannel !== null
}

export function peekHandoff(channelId: string): Handoff | undefined {
  return forChannel.get(channelId)
}

export function dropHandoff(channelId: string): void {
  forChannel.delete(channelId)
}
