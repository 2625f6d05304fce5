import type { HubEvent } from '../api/contract/events.ts'
import { driftChanged } from './drift-queries.ts'
import type { FromWorker, ToWorker } from './events-worker.ts'
import { addLiveRow, endLiveCheck, forgetLiveChecks, startLiveCheck } from './live-checks.ts'
import { liveChanged, liveQuery } from './live-queries.ts'
import { obstaclesChanged, planChanged, takePlanProgress, toDoChanged } from './plan-queries.ts'
import { productsChanged, rowsArrived } from './products-changed.ts'
import { channelQuery, channelsQuery, queryClient } from './queries.ts'
import { ask, onHubReturn } from './reachability.ts'
import { removalsChanged } from './removal-queries.ts'
import { reviewChanged } from './review-queries.ts'
import { catalogChanged, catalogQuery, runChanged, takeProgress } from './run-queries.ts'
import { sendingChanged } from './sending-queries.ts'

/** Follows what goes on in the hub for as long as somebody is signed in. Returns the way to stop. */
export function followHub(): () => void {
  const stopListening = onHubReturn(readEverythingAgain)
  const stopStream = 'SharedWorker' in window ? followThroughWorker() : followAlone()
  return () => {
    stopListening()
    stopStream()
  }
}

function followThroughWorker(): () => void {
  const worker = new SharedWorker(new URL('./events-worker.ts', import.meta.url), {
    type: 'module',
    name: 'cartwright-events',
  })
  const say = (message: ToWorker) => worker.port.postMessage(message)
  const hello = () => say('hello')
  const bye = () => say('bye')
  worker.port.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'event') take(data.data)
    else void ask()
  }
  hello()
  window.addEventListener('pagehide', bye)
  window.addEventListener('pageshow', hello)
  return () => {
    window.removeEventListener('pagehide', bye)
    window.removeEventListener('pageshow', hello)
    bye()
    worker.port.close()
  }
}

function followAlone(): () => void {
  const stream = new EventSource('/api/events')
  stream.onmessage = event => take(String(event.data))
  stream.onerror = () => void ask()
  return () => stream.close()
}

function take(data: string): void {
  const event = read(data)
  if (event === null) return
  switch (event.type) {
    case 'check_started':
      startLiveCheck(event.channelId, event.checkId)
      break
    case 'check_row':
      addLiveRow(event.channelId, event.checkId, event.row)
      break
    case 'check_finished':
      endLiveCheck(event.channelId, event.checkId)
      break
    case 'channel_changed':
      void queryClient.invalidateQueries({ queryKey: channelsQuery.queryKey })
      void queryClient.invalidateQueries({ queryKey: channelQuery(event.channelId).queryKey })
      // What the API account may do decides what can be imported.
      void queryClient.invalidateQueries({ queryKey: catalogQuery(event.channelId).queryKey })
      void queryClient.invalidateQueries({ queryKey: liveQuery.queryKey })
      sendingChanged()
      obstaclesChanged()
      break
    case 'writing_changed':
      liveChanged()
      sendingChanged()
      break
    case 'plan_progress':
      takePlanProgress(event)
      break
    case 'plan_changed':
      planChanged(event.planId, event.channelId)
      sendingChanged()
      break
    case 'run_progress':
      takeProgress(event)
      rowsArrived(event.channelId)
      break
    case 'run_changed':
      toDoChanged()
      driftChanged()
      removalsChanged()
      runChanged({ id: event.runId, channelId: event.channelId })
      productsChanged()
      reviewChanged()
      break
    case 'catalog_changed':
      sendingChanged()
      toDoChanged()
      driftChanged()
      catalogChanged()
      removalsChanged()
      productsChanged()
      reviewChanged()
      break
    case 'resync':
      readEverythingAgain()
      break
  }
}

function read(data: string): HubEvent | null {
  try {
    return JSON.parse(data) as HubEvent
  } catch {
    return null
  }
}

function readEverythingAgain(): void {
  forgetLiveChecks()
  void queryClient.invalidateQueries()
}
