import { describe, expect, it } from 'vitest'
import { credentialsFileMaxBytes, readCredentialsFile } from './credentials-file.ts'

const lines = [
  'ACCESS TOKEN: ya9zi23yzwp8c66nhgihizcuc5jiqx7',
  'NAME: Cartwright',
  'CLIENT ID: h5dlvzaj0cdjvc3n4ya2e4e6qmiqvh3',
  'CLIENT SECRET: 9f2b6a',
  'API PATH: https://api.bigcommerce.com/stores/kl28jKd3w5o/v3/',
]
const values = {
  accessToken: 'ya9zi23yzwp8c66nhgihizcuc5jiqx7',
  clientId: 'h5dlvzaj0cdjvc3n4ya2e4e6qmiqvh3',
  clientSecret: '9f2b6a',
  storeHash: 'https://api.bigcommerce.com/stores/kl28jKd3w5o/v3/',
}

describe('a credentials file', () => {
  it.each([
    ['as BigCommerce saves it', lines.join('\n\n')],
    ['with the line endings of Windows', lines.join('\r\n')],
    ['with those of an old Mac', lines.join('\r')],
    ['with a byte order mark', `\uFEFF${lines.join('\n')}`],
    ['in another order', lines.toReversed().join('\n')],
    ['with labels in lower case', lines.map(line => line.replace(/^[^:]+/, label => label.toLowerCase())).join('\n')],
    ['with blanks all around', lines.map(line => `\t ${line.replace(':', ' \t:\t ')}  `).join('\n')],
    ['without a blank after the colon', lines.map(line => line.replace(': ', ':')).join('\n')],
  ])('is read %s', (_how, text) => {
    expect(readCredentialsFile(text)).toEqual(values)
  })

  it('may have some of the values only; an empty one is none', () => {
    expect(readCredentialsFile('CLIENT ID: abc\nACCESS TOKEN:\nCLIENT SECRET:   ')).toEqual({ clientId: 'abc' })
  })

  it.each([
    ['nothing', ''],
    ['other labels', 'NAME: x\nconstructor: y\n__proto__: z\n: w\nMY CLIENT ID: v'],
    ['no colon', 'ACCESS TOKEN abc'],
    ['more than such a file has', `CLIENT ID: abc\n${' '.repeat(credentialsFileMaxBytes)}`],
    ['a line longer than any value', `CLIENT ID: ${'a'.repeat(3_000)}`],
    ['more lines than such a file has', `${'\n'.repeat(2_000)}CLIENT ID: abc`],
  ])('is not what has %s', (_what, text) => {
    expect(readCredentialsFile(text)).toBeNull()
  })

  // By its time alone: the pattern of old took 4.4 s for 2,000 blanks, and hours for these.
  it.each([' ', 'A ', '\t', 'A', ':', '\r', '\n', ' :', 'A :', ' \n'])(
    'is told from 64 KB of %j at once',
    piece => {
      const text = piece.repeat(credentialsFileMaxBytes / piece.length)
      for (const hostile of [text, `${text.slice(0, -1)}x`, `x${text.slice(1)}`, `CLIENT ID${text.slice(9)}`]) {
        readCredentialsFile(hostile)
        // As one line, and in lines that are just short enough to be read.
        readCredentialsFile((hostile.match(/[\s\S]{1,1999}/g) ?? []).join('\n').slice(0, credentialsFileMaxBytes))
      }
    },
    2_000,
  )
})
