import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { openTerminal } from './terminal.ts'

/** An output that keeps what was written to it; `columns` makes it a terminal. */
function output(columns?: number) {
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk))
      done()
    },
  })
  const written: string[] = []
  const isTTY = columns !== undefined
  return { stream: Object.assign(stream, { isTTY, columns: columns ?? 0 }), written }
}

const erase = '\r\u001b[K'

describe('where commands print', () => {
  it('a line of progress is taken back before anything else is printed, on either output', () => {
    const [out, err] = [output(80), output(80)]
    const terminal = openTerminal(out.stream, err.stream)
    terminal.rewrite?.('1 of 3')
    terminal.rewrite?.('2 of 3')
    terminal.out('done')
    terminal.err('note')
    terminal.rewrite?.('3 of 3')
    terminal.rewrite?.('')
    terminal.rewrite?.('')
    expect(err.written).toEqual([`${erase}1 of 3`, `${erase}2 of 3`, erase, 'note\n', `${erase}3 of 3`, erase])
    expect(out.written).toEqual(['done\n'])
  })

  it('a line of progress never wraps', () => {
    const err = output(30)
    openTerminal(output().stream, err.stream).rewrite?.('Reading products: 250 of 1,700, 1,204 variants')
    expect(err.written).toEqual([`${erase}Reading products: 250 of 1,7…`])
  })

  it('is no terminal where either output goes to a file or to a program', () => {
    const terminal = openTerminal(output().stream, output().stream)
    expect(terminal.rewrite).toBeNull()
    expect(terminal.outColumns()).toBeNull()
    expect(openTerminal(output(120).stream, output().stream).outColumns()).toBe(120)
  })
})
