import { createHash, randomUUID } from 'node:crypto'
import { access, constants, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

const repository = join(import.meta.dirname, '..')
const sources = ['src/web', 'src/api/contract', 'package-lock.json', 'scripts/build-web.ts']
const distFolder = join(repository, 'dist')
const webFolder = join(distFolder, 'web')
/** Lies beside the app and names the sources that it was built from. */
const stampName = 'built-from.txt'
const aboutSeconds = 5
/** Left behind by a start that was killed; younger ones may still be at work. */
const abandonedMs = 10 * 60_000
const swapTriesMax = 5

/**
 * Builds the dashboard if its sources changed since the last time, and returns its folder.
 * Two starts at once do no harm: each builds in a folder of its own, and whole folders are exchanged.
 */
export async function ensureWebBuilt(log: (line: string) => void): Promise<string> {
  const stamp = await hashOfSources()
  if ((await stampOf(webFolder)) === stamp) return webFolder
  await mustBeWritable()
  await sweep()
  log(`Building the dashboard (once, about ${aboutSeconds} s)…`)
  const fresh = join(distFolder, `web-fresh-${randomUUID()}`)
  try {
    await buildInto(fresh)
    await writeFile(join(fresh, stampName), stamp)
    await putInPlace(fresh, stamp)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return webFolder
}

async function buildInto(folder: string): Promise<void> {
  const { build } = await import('vite')
  await build({
    configFile: join(repository, 'src/web/vite.config.ts'),
    // Node reads the file itself: the default writes a bundled copy beside it.
    configLoader: 'native',
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  })
}

/** A folder can't be renamed onto a full one, so the old one steps aside first; another start may come between. */
async function putInPlace(fresh: string, stamp: string): Promise<void> {
  const old = join(distFolder, `web-old-${randomUUID()}`)
  for (let tries = 1; tries <= swapTriesMax; tries += 1) {
    if ((await stampOf(webFolder)) === stamp) return
    await rename(webFolder, old).catch(ignore('ENOENT'))
    const done = await rename(fresh, webFolder).then(() => true, ignore('ENOTEMPTY', 'EEXIST', 'EPERM'))
    await rm(old, { recursive: true, force: true })
    if (done === true) return
  }
  throw new Error('The dashboard was built, but could not be put in place: another start kept replacing it.')
}

function ignore(...codes: readonly string[]): (error: unknown) => void {
  return error => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (typeof code !== 'string' || !codes.includes(code)) throw error
  }
}

async function mustBeWritable(): Promise<void> {
  try {
    await mkdir(distFolder, { recursive: true })
    await access(distFolder, constants.W_OK)
  } catch (cause) {
    throw new Error(
      `The dashboard is not built, and ${distFolder} cannot be written. Run npm run build:web once where it can be, or make the folder writable.`,
      { cause },
    )
  }
}

async function sweep(): Promise<void> {
  for (const name of await readdir(distFolder)) {
    if (!/^web-(fresh|old)-/.test(name)) continue
    const folder = join(distFolder, name)
    const found = await stat(folder).catch(ignore('ENOENT'))
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedMs)
      await rm(folder, { recursive: true, force: true })
  }
}

async function stampOf(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, stampName), 'utf8')
  } catch {
    return null
  }
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of await filesIn(join(repository, source))) {
      const body = await readFile(file)
      hash.update(`${relative(repository, file).replaceAll('\\', '/')}\n${body.length}\n`).update(body)
    }
  }
  return hash.digest('hex')
}

async function filesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

if (import.meta.main) {
  await ensureWebBuilt(line => console.log(line)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
