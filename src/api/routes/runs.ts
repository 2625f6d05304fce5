import { believeMissing, cancelRun, readRun, readRunRows, readRuns } from '../../actions/runs.ts'
import { startPull } from '../../actions/start-pull.ts'
import type { Tools } from '../../actions/tools.ts'
import type { runRoutes } from '../contract/runs.ts'
import type { HandlersOf } from '../handlers.ts'
import { readPlace, usualLimit, writePlace } from '../places.ts'
import { viewRun, viewRunRow } from '../run-view.ts'

export function runHandlers({ tools }: { tools: Tools }): HandlersOf<typeof runRoutes> {
  return {
    'POST /api/channels/:channelId/pulls': async ({ actor, db, params, body }) =>
      viewRun(await startPull(actor, db, tools, { channelId: params.channelId, mode: body.mode ?? 'full' })),

    'GET /api/runs': async ({ actor, db, query }) => {
      const { limit = usualLimit, channelId, active } = query
      const [at, id] = readPlace(query.after, ['milliseconds', 'text']) ?? []
      const runs = await readRuns(actor, db, {
        limit,
        ...(channelId !== undefined && { channelId }),
        ...(active !== undefined && { active: active === 'true' }),
        ...(id !== undefined && { after: { createdAt: new Date(Number(at)), id } }),
      })
      const last = runs.at(-1)
      const next =
        last === undefined || runs.length < limit ? null : writePlace([String(last.createdAt.getTime()), last.id])
      return { runs: runs.map(viewRun), next }
    },

    'GET /api/runs/:runId': async ({ actor, db, params }) => viewRun(await readRun(actor, db, params.runId)),

    'POST /api/runs/:runId/cancel': async ({ actor, db, params }) => {
      await cancelRun(actor, db, tools, params.runId)
      return viewRun(await readRun(actor, db, params.runId))
    },

    'POST /api/runs/:runId/believe-missing': ({ actor, db, params }) => believeMissing(actor, db, tools, params.runId),

    'GET /api/runs/:runId/rows': async ({ actor, db, params, query }) => {
      const { limit = usualLimit, outcome } = query
      const [after = '0'] = readPlace(query.after, ['count']) ?? []
      const rows = await readRunRows(actor, db, params.runId, {
        limit,
        after: Number(after),
        ...(outcome !== undefined && { outcome }),
      })
      const last = rows.at(-1)
      const next = last === undefined || rows.length < limit ? null : writePlace([String(last.seq)])
      return { rows: rows.map(viewRunRow), next }
    },
  }
}
