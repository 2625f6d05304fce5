import { accessSync, chownSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { canReach } from '../../src/database/data-folder.ts'
import { ask, type HubProcess, type HubSurroundings, isRoot, openFolder, startHub } from '../support/database-folder.ts'

describe.skipIf(process.platform === 'win32')('where a data folder can be', () => {
  const place = openFolder()
  const hubs: HubProcess[] = []
  const start = (folder: string, around?: HubSurroundings) => {
    const hub = startHub(folder, around)
    hubs.push(hub)
    return hub
  }
  afterEach(async () => {
    for (const hub of hubs.splice(0)) await hub.close()
  })
  afterAll(() => place.remove())

  it('at the end of a path of over 100 characters', async () => {
    const data = join(place.path, 'a-long-name-'.repeat(10), "with blanks, a comma and 'quotes'", 'дані')
    const first = start(data)
    const open = await first.hears(said => said.open)
    expect(open.where).toBe(data)
    expect(Buffer.byteLength(open.host)).toBeLessThan(90)
    expect(await ask(open, 'select 1 as one')).toEqual([{ one: 1 }])
    await first.kill()
    const again = await start(data).hears(said => said.open)
    expect(again.host).not.toBe(open.host)
    expect(existsSync(open.host)).toBe(false)
  })

  it('anywhere, with a closed umask and without HOME', async () => {
    const data = join(place.path, 'closed', 'data')
    const before = process.umask(0o077)
    const hub = start(data, { env: { PATH: process.env.PATH } })
    process.umask(before)
    const open = await hub.hears(said => said.open)
    expect(await ask(open, 'select 1 as one')).toEqual([{ one: 1 }])
    const others = 0o007
    for (const path of ['.', 'postgres', 'log', 'run', 'postgres.password', 'cluster.json', 'hub.lock', 'hub.pid']) {
      expect([path, statSync(join(data, path)).mode & others]).toEqual([path, 0])
    }
  })

  it('not where another user of the machine could connect without the password', async () => {
    const data = join(place.path, 'secret')
    const open = await start(data).hears(said => said.open)
    await expect(ask({ ...open, password: 'guess' }, 'select 1')).rejects.toThrow('password authentication failed')
    expect(await ask(open, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  })

  it.skipIf(isRoot)('not in a folder that this user may not write', async () => {
    const closed = join(place.path, 'read-only')
    mkdirSync(closed, { mode: 0o500 })
    const refused = await start(join(closed, 'data')).hears(said => said.refused)
    expect(refused).toMatchObject({ code: 'data_folder_unusable' })
    expect(refused.message).toContain('this user has no permission')
  })

  describe.skipIf(!isRoot)('as root (these need root, who lends users and closes folders)', () => {
    it('goes to the system folder when the data folder is closed to others, and says so', async () => {
      const closed = join(place.path, 'like-root')
      const data = join(closed, 'data')
      const systemDir = join(place.path, 'system')
      mkdirSync(closed, { mode: 0o700 })
      const first = start(data, { systemDir })
      const open = await first.hears(said => said.open)
      expect(open.where).toMatch(new RegExp(`^${systemDir}/[0-9a-f]{12}$`))
      expect(open.notice).toContain(`The database lives in ${open.where}`)
      await ask(open, 'create table shelf (id integer)')
      await first.close()

      const second = start(data, { systemDir })
      expect(await ask(await second.hears(said => said.open), 'select id from shelf')).toEqual([])
      await second.close()

      rmSync(open.where, { recursive: true })
      const refused = await start(data, { systemDir }).hears(said => said.refused)
      expect(refused.message).toBe(`The database of this hub was in ${open.where}, and is gone.`)
      expect(existsSync(open.where)).toBe(false)
    })

    const daemon = { uid: 1, gid: 1 }
    const sources = fileURLToPath(new URL('../..', import.meta.url))
    const daemonReads = isRoot && canReach(sources, daemon) && mayRun(process.execPath)

    it.skipIf(!daemonReads)('works for an ordinary user, and for root on that user’s folder', async () => {
      const home = mkdtempSync(join(place.path, 'home-'))
      chownSync(home, daemon.uid, daemon.gid)
      const data = join(home, 'data')
      for (const around of [daemon, {}, daemon]) {
        const hub = start(data, around)
        expect(await ask(await hub.hears(said => said.open), 'select 1 as one')).toEqual([{ one: 1 }])
        await hub.close()
      }
      expect(statSync(join(data, 'postgres')).uid).toBe(daemon.uid)
      expect(statSync(data).mode & 0o777).toBe(0o700)
    })

    it.skipIf(!daemonReads)('refuses an ordinary user on root’s folder, in words', async () => {
      const data = join(place.path, 'roots')
      const hub = start(data)
      await hub.hears(said => said.open)
      await hub.close()
      const refused = await start(data, daemon).hears(said => said.refused)
      expect(refused.message).toContain('belongs to another user (uid 0)')
    })
  })
})

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return canReach(join(path, '..'), { uid: 1, gid: 1 })
  } catch {
    return false
  }
}
