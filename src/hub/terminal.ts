import type { WriteStream } from 'node:tty'
import { styleText } from 'node:util'
import { cut } from '../cli/format.ts'
import type { CliTools } from '../cli/io.ts'

type Terminal = Pick<CliTools, 'out' | 'err' | 'rewrite' | 'outColumns' | 'paint'>
type Output = Pick<WriteStream, 'write' | 'isTTY' | 'columns'>

const styles = { strong: 'bold', faint: 'dim', good: 'green', bad: 'red' } as const
const columnsAtLeast = 20
/** ECMA-48: to the beginning of the line, and erase to its end. */
const eraseLine = '\r\u001b[K'

/** Where commands print: results on the one output, everything else on the other. */
export function openTerminal(stdout: Output & NodeJS.WritableStream, stderr: Output): Terminal {
  /** A progress line stands on the screen without a line break behind it: whatever is printed next takes its place. */
  let shown = false
  const clear = () => {
    if (shown) stderr.write(eraseLine)
    shown = false
  }
  const rewrite = (line: string) => {
    if (line === '') return clear()
    // A line that is as long as the terminal is wide would wrap, and only its last part could be taken back.
    stderr.write(`${eraseLine}${cut(line, Math.max(stderr.columns ?? 0, columnsAtLeast) - 1)}`)
    shown = true
  }
  return {
    out(line) {
      clear()
      stdout.write(`${line}\n`)
    },
    err(line) {
      clear()
      stderr.write(`${line}\n`)
    },
    rewrite: stderr.isTTY ? rewrite : null,
    outColumns: () => (stdout.isTTY ? Math.max(stdout.columns, columnsAtLeast) : null),
    paint: (how, text) => styleText(styles[how], text, { stream: stdout }),
  }
}
