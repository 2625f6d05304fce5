import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openFolder, writeWhole } from './folder.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'sandbox-folder-'))

describe('folder', () => {
  it('belongs to one sandbox at a time', () => {
    const path = newFolder()
    const folder = openFolder(path)
    expect(() => openFolder(path)).toThrow(expect.objectContaining({ code: 'folder_busy' }))
    folder.release()
    openFolder(path).release()
  })

  it('is left alone once it is released', () => {
    const path = newFolder()
    const folder = openFolder(path)
    folder.release()
    const next = openFolder(path)
    folder.keep('note', 'late')
    folder.release()
    expect(() => openFolder(path)).toThrow(expect.objectContaining({ code: 'folder_busy' }))
    next.release()
    expect(readdirSync(path)).toEqual([])
  })

  it('is taken over from a process that is gone', () => {
    const path = newFolder()
    writeFileSync(join(path, 'sandbox.lock'), '2147480000 5\n')
    openFolder(path).release()
  })

  it('is not taken from a process that runs', () => {
    const path = newFolder()
    writeFileSync(join(path, 'sandbox.lock'), `${process.ppid}\n`)
    expect(() => openFolder(path)).toThrow(expect.objectContaining({ code: 'folder_busy' }))
  })

  it('is taken for killed until it was saved, also by others while the process lives', () => {
    const path = newFolder()
    openFolder(path).release(false)
    expect(readFileSync(join(path, 'sandbox.lock'), 'utf8')).toBe('')
    const next = openFolder(path)
    expect(next.wasKilled).toBe(true)
    next.release()
    expect(readdirSync(path)).toEqual([])
  })

  it('keeps the file before where there is room for a part of the new one alone', () => {
    const path = join(newFolder(), 'state')
    writeWhole(path, 'one')
    const module = fileURLToPath(new URL('./folder.ts', import.meta.url))
    const program = `
      const { writeWhole } = await import(${JSON.stringify(module)})
      try { writeWhole(${JSON.stringify(path)}, 'x'.repeat(100_000)) } catch { process.exit(7) }`
    // At most 8 blocks a file, and an error instead of a signal.
    const limited = `trap '' XFSZ; ulimit -f 8; exec "$0" --input-type=module -e "$1"`
    const { status } = spawnSync('bash', ['-c', limited, process.execPath, program])
    expect([status, readFileSync(path, 'utf8')]).toEqual([7, 'one'])
  })

  it.each([
    ['{"version":99}', 'state_version'],
    ['{"version":', 'state_unreadable'],
    ['[]', 'state_version'],
  ])('refuses the state %s', (text, code) => {
    const path = newFolder()
    writeFileSync(join(path, 'sandbox-state.json'), text)
    expect(() => openFolder(path)).toThrow(expect.objectContaining({ code }))
  })

  it('says so where the folder cannot be made', () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    expect(() => openFolder(join(file, 'below'))).toThrow(expect.objectContaining({ code: 'folder_unusable' }))
  })

  it('leaves nothing beside a file that it has written', () => {
    const path = newFolder()
    writeWhole(join(path, 'state'), 'one')
    writeWhole(join(path, 'state'), 'two')
    expect(readdirSync(path)).toEqual(['state'])
  })
})
