import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { routes } from '../../src/api/contract/routes.ts'
import { anyText } from './any-text.ts'

const { body } = routes['POST /api/channels']
const read = (name: string) => body.safeParse({ kind: 'bigcommerce', name })

describe('a channel name', () => {
  it('is one line of 1 to 80 characters, and stays as it is when it is read again', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 100 }),
      anyText(20),
      fc.constantFrom(' ', '\t', '\n', '\u00a0', '\u0000', '\u007f', '🛒'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), pieces => {
        const result = read(pieces.join(''))
        if (!result.success) {
          expect(result.error.issues.map(({ path }) => path)).toContainEqual(['name'])
          for (const { message } of result.error.issues) expect(message).toMatch(/^(?:Give|Use) .+\.$/)
          return
        }
        const { name } = result.data
        expect(name).toMatch(/^\S(?:.{0,78}\S)?$|^\S[^\r\n]{0,78}\S$/)
        expect(name).not.toMatch(/\p{Cc}/u)
        expect(read(name)).toEqual(result)
      }),
      { numRuns: 500 },
    )
  })

  it('takes any visible text of that length', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~](?:[ -~]{0,78}[!-~])?$/), name => {
        expect(read(`  ${name}\n`)).toMatchObject({ success: true, data: { name } })
      }),
    )
  })
})
