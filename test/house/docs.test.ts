import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { routes } from '../../src/api/contract/routes.ts'
import { exitCodes } from '../../src/cli/io.ts'
import { commands } from '../../src/cli/main.ts'
import { errorCodes } from '../../src/runtime/errors.ts'

const read = (path: string) => readFileSync(path, 'utf8')

describe('what the documents say is what the code does', () => {
  it('docs/errors.md has every error code with its status and meaning, and no other', () => {
    const rows = [...read('docs/errors.md').matchAll(/`(\w+)` \| (\d+) \| (.+) \|$/gm)]
    const documented = rows.map(([, code, status, meaning]) => [code, Number(status), meaning])
    expect(documented).toEqual(Object.entries(errorCodes).map(([code, { status, meaning }]) => [code, status, meaning]))
  })

  it('docs/errors.md has every exit code', () => {
    const documented = [...read('docs/errors.md').matchAll(/^\| (\d) \|/gm)].map(([, code]) => Number(code))
    expect(documented).toEqual(Object.values(exitCodes))
  })

  it('every error code that an address names is one of the table', () => {
    const named = Object.values(routes).flatMap(route => [...route.errors])
    expect(named.filter(code => !(code in errorCodes))).toEqual([])
  })

  it('docs/how-to/command-line.md shows every command, and no other', () => {
    const documented = [...read('docs/how-to/command-line.md').matchAll(/^\| `cartwright ([a-z -]+?)`/gm)].map(
      ([, name]) => name,
    )
    expect(documented.sort()).toEqual(commands.map(({ name }) => name).sort())
  })

  it('every command explains its options', () => {
    for (const { name, help } of commands) {
      expect(help).toContain(`Usage: cartwright ${name}`)
      expect(help).toContain('--json')
      expect(help).toContain('--help')
    }
  })

  it('README.md names the two commands of a fresh clone', () => {
    const readme = read('README.md')
    expect(readme).toContain('npm ci && npm start')
    expect(readme).toContain('npm ci && npm test')
  })

  it('every relative link of the documents leads to a file', async () => {
    const { existsSync, readdirSync } = await import('node:fs')
    const { dirname, join } = await import('node:path')
    const pages = [
      'README.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'src/sandbox/README.md',
      ...readdirSync('docs', { recursive: true, encoding: 'utf8' }).map(path => `docs/${path}`),
    ]
    const broken = pages
      .filter(page => page.endsWith('.md'))
      .flatMap(page =>
        [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)]
          .map(([, target = '']) => join(dirname(page), target))
          .filter(target => !existsSync(target))
          .map(target => `${page} → ${target}`),
      )
    expect(broken).toEqual([])
  })
})
