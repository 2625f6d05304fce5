import { changeSending } from '../../actions/change-sending.ts'
import { readSending } from '../../actions/read-sending.ts'
import type { Tools } from '../../actions/tools.ts'
import type { sendingRoutes } from '../contract/sending.ts'
import type { HandlersOf } from '../handlers.ts'
import { viewSending } from '../sending-view.ts'

export function sendingHandlers({ tools }: { readonly tools: Tools }): HandlersOf<typeof sendingRoutes> {
  return {
    'GET /api/channels/:channelId/sending': async ({ actor, db, params }) =>
      viewSending(await readSending(actor, db, tools, params.channelId)),

    'PUT /api/channels/:channelId/sending': async ({ actor, db, params: { channelId }, body }) => {
      await changeSending(actor, db, tools, { channelId, parts: body })
      return viewSending(await readSending(actor, db, tools, channelId))
    },
  }
}
