import { goLive } from '../../actions/go-live.ts'
import { readChannelLive, readLive } from '../../actions/read-live.ts'
import { resumeWriting, stopWriting } from '../../actions/stop-writing.ts'
import type { Tools } from '../../actions/tools.ts'
import type { liveRoutes } from '../contract/live.ts'
import type { HandlersOf, Member } from '../handlers.ts'
import { viewChannelLive, viewLive } from '../live-view.ts'

export function liveHandlers({ tools }: { readonly tools: Tools }): HandlersOf<typeof liveRoutes> {
  const all = async ({ actor, db }: Member) => viewLive(await readLive(actor, db))
  const one = async ({ actor, db }: Member, channelId: string) => {
    const { channel, allStopped } = await readChannelLive(actor, db, channelId)
    return viewChannelLive(channel, allStopped)
  }

  return {
    'GET /api/live': all,

    'GET /api/channels/:channelId/live': ({ actor, db, params }) => one({ actor, db }, params.channelId),

    'PATCH /api/channels/:channelId/live': async ({ actor, db, params: { channelId }, body }) => {
      await goLive(actor, db, tools, { channelId, on: body.on ?? [], off: body.off ?? [] })
      return one({ actor, db }, channelId)
    },

    'POST /api/channels/:channelId/stop-writing': async ({ actor, db, params: { channelId } }) => {
      await stopWriting(actor, db, tools, { channelId })
      return one({ actor, db }, channelId)
    },

    'POST /api/channels/:channelId/resume-writing': async ({ actor, db, params: { channelId } }) => {
      await resumeWriting(actor, db, tools, { channelId })
      return one({ actor, db }, channelId)
    },

    'POST /api/stop-writing': async ({ actor, db }) => {
      await stopWriting(actor, db, tools, { channelId: null })
      return all({ actor, db })
    },

    'POST /api/resume-writing': async ({ actor, db }) => {
      await resumeWriting(actor, db, tools, { channelId: null })
      return all({ actor, db })
    },
  }
}
