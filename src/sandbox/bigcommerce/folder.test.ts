import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
