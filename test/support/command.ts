import { type ChildProcess, spawn } from 'node:child_process'

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface Begun {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Waits until it has printed these words, on either output; fails when it ends without them. */
  hears(words: string): Promise<void>
}

/** Runs one command of the real program in a process of its own. */
export function cartwright(args: readonly string[], input = '', surroundings: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return begin(args, input, surroundings).ended
}

/** The same for a command that is to be told something while it runs. */
export function begin(args: readonly string[], input = '', surroundings: NodeJS.ProcessEnv = {}): Begun {
  const child = spawn(process.execPath, ['bin/cartwright.js', ...args], { env: { ...process.env, ...surroundings } })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', chunk => {
    out += chunk
  })
  child.stderr.setEncoding('utf8').on('data', chunk => {
    err += chunk
  })
  child.stdin.end(input)
  const ended = new Promise<Ended>(resolve => child.on('close', code => resolve({ code, out, err })))
  const hears = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (`${out}\n${err}`.includes(words)) resolve()
      }
      child.stdout.on('data', look)
      child.stderr.on('data', look)
      child.on('close', () => reject(new Error(`It ended without “${words}”:\n${out}\n${err}`)))
      look()
    })
  return { child, ended, hears }
}

/** Starts a command that stays, and waits for its first line. */
export async function stay(
  args: readonly string[],
): Promise<{ child: ChildProcess; line: string; ended: Promise<number | null> }> {
  const child = spawn(process.execPath, ['bin/cartwright.js', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>(resolve => child.on('close', resolve))
  let out = ''
  for await (const chunk of child.stdout) {
    out += chunk
    if (out.includes('\n')) break
  }
  return { child, line: out.split('\n')[0] ?? '', ended }
}
