import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { worksIn } from '../../src/database/leftover.ts'
import { ask, type HubProcess, openFolder, startHub } from '../support/database-folder.ts'

const isWindows = process.platform === 'win32'

describe.skipIf(isWindows)('a hub, its database, and somebody who kills them', () => {
  const place = openFolder()
  const data = join(place.path, 'data')
  const cluster = join(data, 'postgres')
  const hubs: HubProcess[] = []
  const start = (folder = data) => {
    const hub = startHub(folder)
    hubs.push(hub)
    return hub
  }
  const enginePid = () => Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])

  beforeAll(async () => {
    const hub = start()
    await ask(await hub.hears(said => said.open), 'create table shelf (id integer)')
    await hub.close()
  })
  afterEach(async () => {
    for (const hub of hubs.splice(0)) await hub.close()
  })
  afterAll(() => place.remove())

  it('loses nothing and starts clean when the hub is killed', async () => {
    const first = start()
    await ask(await first.hears(said => said.open), 'insert into shelf values (1)')
    const left = enginePid()
    await first.kill()
    expect(worksIn(left, cluster)).toBe(true)

    const second = start()
    const open = await second.hears(said => said.open)
    expect(second.said[0]?.log).toBe(`A database of an earlier start is still running (process ${left}); stopping it.`)
    expect(worksIn(left, cluster)).toBe(false)
    expect(await ask(open, 'select id from shelf where id = 1')).toEqual([{ id: 1 }])
  })

  it('is told when its database is killed, and the next start repairs it', async () => {
    const first = start()
    await ask(await first.hears(said => said.open), 'insert into shelf values (2)')
    process.kill(enginePid(), 'SIGKILL')
    expect(await first.hears(said => said.exit)).toBe('The database stopped by itself (SIGKILL).')
    await first.close()

    const open = await start().hears(said => said.open)
    expect(await ask(open, 'select id from shelf where id = 2')).toEqual([{ id: 2 }])
  })

  it('starts when both were killed in the middle of work', async () => {
    const first = start()
    const open = await first.hears(said => said.open)
    const busy = ask(open, 'insert into shelf select generate_series(100, 20000000)').catch(() => 'cut')
    await expect
      .poll(() => ask(open, `select 1 from pg_stat_activity where query like 'insert into shelf select%'`))
      .not.toEqual([])
    process.kill(enginePid(), 'SIGKILL')
    await first.kill()

    const again = await start().hears(said => said.open)
    expect(await busy).toBe('cut')
    expect(await ask(again, 'select count(*)::int as n from shelf where id >= 100')).toEqual([{ n: 0 }])
  })

  it('refuses a second hub in words, and the first one does not notice', async () => {
    const first = start()
    const open = await first.hears(said => said.open)
    const refused = await start().hears(said => said.refused)
    expect(refused.code).toBe('data_folder_busy')
    expect(refused.message).toContain(`Another hub (process ${first.pid}, since `)
    expect(refused.hint).toContain(`kill ${first.pid}`)
    expect(await ask(open, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('lets exactly one of four win that start at once in a new folder', async () => {
    const contested = join(place.path, 'contested')
    const four = [1, 2, 3, 4].map(() => start(contested))
    const results = await Promise.all(four.map(hub => hub.hears(said => said.open?.where ?? said.refused?.code)))
    expect(results.sort()).toEqual([contested, 'data_folder_busy', 'data_folder_busy', 'data_folder_busy'])
  })
})
