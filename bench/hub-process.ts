import { readFileSync } from 'node:fs'
import { openLogger } from '../src/hub/log.ts'
import { openHub } from '../src/hub/open-hub.ts'
import { tell } from './child.ts'
import { freshDataFolder } from './data-folder.ts'

/** The whole hub on a data folder of its own. It tells its address, and whenever it is asked, its peak memory in MB. */
const folder = freshDataFolder()
const hub = await openHub({
  dataDir: folder.path,
  web: { host: '127.0.0.1', port: 0, webRoot: null },
  publicUrl: null,
  version: '0.0.0-bench',
  environment: {},
  openLogger,
})
tell(hub.listensAt)
process.on('message', () => tell(peakMemoryMb()))
process.once('disconnect', () => void hub.stop().then(() => folder.remove()))

/** Of this process alone: what `process.resourceUsage` tells on Linux may be the memory of whoever started it. */
function peakMemoryMb(): number {
  const kb =
    process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\s+(\d+) kB/)?.[1] : undefined
  return Number(kb ?? process.resourceUsage().maxRSS) / 1024
}
