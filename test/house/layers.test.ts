import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const src = resolve('src')

interface Layer {
  readonly folder: string
  readonly mayImport: readonly string[]
}

/** The table of docs/architecture.md is the rule; this test only reads it. */
function readLayers(): Layer[] {
  const rows = readFileSync('docs/architecture.md', 'utf8').split('\n')
  const start = rows.findIndex(row => row.startsWith('| folder |'))
  return rows
    .slice(start + 2, rows.indexOf('', start))
    .map(row => row.split('|').map(cell => cell.trim()))
    .map(([, folder = '', , may = '']) => ({ folder, mayImport: may === 'nothing' ? [] : may.split(', ') }))
}

/** The longest matching folder wins: `api/contract` is not `api`. */
function layerOf(path: string, layers: readonly Layer[]): string | null {
  const within = layers.filter(({ folder }) => path === folder || path.startsWith(`${folder}/`))
  return within.sort((a, b) => b.folder.length - a.folder.length)[0]?.folder ?? null
}

function sourceFiles(): string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => /\.(ts|tsx)$/.test(path) && !/\.test\.tsx?$/.test(path))
}

/** Every way to import: from, side effect, dynamic, and the URL form that workers use. */
const importPattern = /(?:from\s+|import\s*\(?\s*|new URL\(\s*)['"](\.{1,2}\/[^'"]+)['"]/g

function wrongArrows(path: string, text: string, layers: readonly Layer[]): string[] {
  const from = layerOf(path, layers)
  if (from === null) return [`${path} is in no layer of docs/architecture.md`]
  const allowed = layers.find(({ folder }) => folder === from)?.mayImport ?? []
  if (allowed.includes('everything')) return []
  return [...text.matchAll(importPattern)].flatMap(([, target = '']) => {
    const file = relative(src, resolve(src, dirname(path), target)).replaceAll('\\', '/')
    const to = file.startsWith('..') ? 'outside of src' : (layerOf(file, layers) ?? 'no layer')
    if (from === 'connectors' && to === 'connectors') {
      return file.split('/')[1] === path.split('/')[1] ? [] : [`${path} imports another connector: ${file}`]
    }
    return to === from || allowed.includes(to) ? [] : [`${path} imports ${file}, but ${from} may not import ${to}`]
  })
}

describe('the layers of docs/architecture.md', () => {
  const layers = readLayers()

  it('are all there, and no folder of src is outside of them', () => {
    expect(layers.length).toBeGreaterThan(12)
    const known = new Set(layers.map(({ folder }) => folder.split('/')[0]))
    expect(readdirSync(src).filter(name => !known.has(name))).toEqual([])
  })

  it('are kept by every import', () => {
    const files = sourceFiles()
    expect(files.length).toBeGreaterThan(100)
    expect(files.flatMap(path => wrongArrows(path, readFileSync(join(src, path), 'utf8'), layers))).toEqual([])
  })

  it.each([
    ['domain/money.ts', "import { openDatabase } from '../database/connect.ts'", 'domain may not import database'],
    ['web/client.ts', "import type { Db } from '../database/connect.ts'", 'web may not import database'],
    ['api/app.ts', "const x = await import('../engine/stores.ts')", 'api may not import engine'],
    ['connectors/shopify/map.ts', "import { a } from '../bigcommerce/map.ts'", 'another connector'],
    ['sandbox/bigcommerce/store.ts', "import '../../runtime/clock.ts'", 'sandbox may not import runtime'],
    ['runtime/clock.ts', "import { x } from '../../test/support/hub.ts'", 'may not import outside of src'],
    ['utils/strings.ts', '', 'is in no layer'],
  ])('catch a wrong arrow planted in %s', (path, text, complaint) => {
    expect(wrongArrows(path, text, layers).join()).toContain(complaint)
  })
})
