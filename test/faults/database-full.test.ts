import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { copyOfCluster } from '../../src/database/cluster-copies.ts'
import { nobody } from '../../src/database/data-folder.ts'
import { openEmbedded } from '../../src/database/embedded.ts'
import { ensureEngine } from '../../src/database/engine-files.ts'
import { clusterDirOf, makeCluster } from '../../src/database/new-cluster.ts'
import { ManualClock, systemClock } from '../../src/runtime/clock.ts'
import { ask, isRoot, openFolder, startHub } from '../support/database-folder.ts'

const place = openFolder()
const mounts: string[] = []

/** A disk of its own size. Returns null where this machine does not let us have one. */
function disk(name: string, size: string): string | null {
  const path = join(place.path, name)
  mkdirSync(path)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', path], { stdio: 'pipe' })
  } catch {
    return null
  }
  mounts.push(path)
  return path
}

afterAll(() => place.remove())

const canMount = isRoot && process.platform === 'linux' && disk('probe', '1m') !== null

describe.skipIf(!canMount)('a full disk (these need root and the right to mount one)', () => {
  const small = (name: string, size: string) => disk(name, size) ?? expect.fail('cannot mount')
  afterEach(() => {
    for (const path of mounts.splice(0)) execFileSync('umount', [path])
  })

  it('is noticed before a new hub has half-made anything, and the same folder works with more room', async () => {
    const path = small('too-small', '20m')
    const refused = await startHub(join(path, 'data')).hears(said => said.refused)
    expect(refused.code).toBe('disk_full')
    expect(refused.hint).toContain('200 MB')
    expect(readdirSync(join(path, 'data')).sort()).toEqual(['hub.lock', 'hub.pid'])

    execFileSync('mount', ['-o', 'remount,size=400m', path])
    const hub = startHub(join(path, 'data'))
    expect(await ask(await hub.hears(said => said.open), 'select 1 as one')).toEqual([{ one: 1 }])
    await hub.close()
  })

  it('leaves nothing of a copy of the engine', async () => {
    const path = small('no-engine', '20m')
    await expect(ensureEngine(path)).rejects.toMatchObject({ code: 'disk_full' })
    expect(readdirSync(join(path, 'engine'))).toEqual([])
  })

  it('leaves nothing of a cluster', async () => {
    const engineDir = await ensureEngine(place.path)
    const path = small('no-cluster', '20m')
    const making = makeCluster(path, engineDir, nobody, { password: 'p', durable: false })
    await expect(making).rejects.toMatchObject({ code: 'disk_full' })
    expect(readdirSync(path)).toEqual([])
  })

  it('leaves nothing of a copy of the cluster', async () => {
    const path = small('no-copy', '20m')
    mkdirSync(clusterDirOf(path))
    writeFileSync(join(clusterDirOf(path), 'rows'), new Uint8Array(12_000_000))
    const copying = copyOfCluster(path, new Date('2026-01-01T00:00:00Z'))
    await expect(copying).rejects.toMatchObject({ code: 'disk_full' })
    expect(readdirSync(join(path, 'copies'))).toEqual([])
  })

  it('is named when a hub that has no room left cannot start, and passes', async () => {
    const path = small('filled', '400m')
    const data = join(path, 'data')
    await (await opened(data)).stop()
    execFileSync('sh', ['-c', `dd if=/dev/zero of=${path}/fill bs=64k 2>/dev/null || true`])
    await expect(opened(data)).rejects.toMatchObject({ code: 'disk_full' })
    execFileSync('rm', [join(path, 'fill')])
    await (await opened(data)).stop()
  })
})

function opened(dataDir: string) {
  return openEmbedded({ dataDir, clock: systemClock, log: () => undefined, durable: false })
}

describe.skipIf(process.platform === 'win32')('the copy before a migration', () => {
  const room = openFolder()
  afterAll(() => room.remove())

  it('is whole, keeps its address, and the last two stay', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z')
    const data = join(room.path, 'data')
    const sleepless = { now: () => clock.now(), sleep: systemClock.sleep }
    const database = await openEmbedded({ dataDir: data, clock: sleepless, log: () => undefined, durable: false })
    try {
      const address = { host: String(database.pool.host), password: String(database.pool.password) }
      await ask(address, 'create table shelf as select 7 as id')
      const copies: string[] = []
      for (let day = 0; day < 3; day += 1) {
        copies.push(await database.copyCluster())
        await clock.advance(86_400_000)
        expect(await ask(address, 'select id from shelf')).toEqual([{ id: 7 }])
      }
      expect(copies.map(copy => existsSync(join(copy, 'PG_VERSION')))).toEqual([false, true, true])
      expect(existsSync(join(copies[2] ?? '', 'postmaster.pid'))).toBe(false)
    } finally {
      await database.stop()
    }
  })
})
