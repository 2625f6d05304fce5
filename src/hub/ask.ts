import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asks on the terminal and shows nothing of what is typed; null where standard input is no terminal. */
export async function askHidden(question: string): Promise<string | null> {
  if (!process.stdin.isTTY) return null
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}

/** Asks on the terminal; only what begins with y is a yes, and so is no Ctrl-C. Null where there is no terminal. */
export async function askYes(question: string, signal: AbortSignal): Promise<boolean | null> {
  if (!process.stdin.isTTY) return null
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // Ctrl-C reaches the program's own handler through this, for while a question is open the terminal keeps it.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    return /^\s*y/i.test(await terminal.question(`${question} [y/N] `, { signal }))
  } catch (error) {
    if (!signal.aborted) throw error
    process.stderr.write('\n')
    return false
  } finally {
    terminal.close()
  }
}
