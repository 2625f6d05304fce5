import { constants } from 'node:fs'
import { chmod, chown, copyFile, lstat, mkdir, open, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'

interface CopyRules {
  /** Leaves out what it says true to; `path` is relative, with `/`. */
  skip?: (path: string) => boolean
  /** The permissions of each copy, whatever the umask; default: those of the original. */
  mode?: (path: string, kind: 'file' | 'folder') => number
  /** Writes through to the disk before the copy counts as made. */
  durable: boolean
}

/** How many files are copied at the same time: more gains nothing on the disks that small machines have. */
const filesAtOnce = 8

/**
 * Copies a folder with its files and links, keeping owners when we are root, and returns the size of each file in bytes.
 * When it fails, nothing of the copy is left.
 */
export async function copyTree(from: string, to: string, rules: CopyRules): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  try {
    await copyFolder(from, to, '', rules, sizes)
    return sizes
  } catch (error) {
    await rm(to, { recursive: true, force: true })
    throw error
  }
}

async function copyFolder(from: string, to: string, inside: string, rules: CopyRules, sizes: Map<string, number>) {
  const source = join(from, inside)
  const target = join(to, inside)
  await mkdir(target, { recursive: true, mode: 0o700 })
  const files: string[] = []
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`
    if (rules.skip?.(path)) continue
    if (entry.isDirectory()) await copyFolder(from, to, path, rules, sizes)
    else if (entry.isSymbolicLink()) await symlink(await readlink(join(from, path)), join(to, path))
    else if (entry.isFile()) files.push(path)
  }
  for (let first = 0; first < files.length; first += filesAtOnce) {
    const batch = files.slice(first, first + filesAtOnce)
    const done = await Promise.allSettled(batch.map(path => copyOne(from, to, path, rules, sizes)))
    const failed = done.find(result => result.status === 'rejected')
    if (failed !== undefined) throw failed.reason
  }
  // Last, so that a folder that its owner may not write can still be filled.
  await finish(source, target, rules.mode?.(inside, 'folder'))
  if (rules.durable) await writeThrough(target)
}

async function copyOne(from: string, to: string, path: string, rules: CopyRules, sizes: Map<string, number>) {
  const target = join(to, path)
  // A file system that can share blocks (btrfs, xfs, APFS) makes the copy in no time; others copy.
  await copyFile(join(from, path), target, constants.COPYFILE_FICLONE)
  sizes.set(path, await finish(join(from, path), target, rules.mode?.(path, 'file')))
  if (rules.durable) await writeThrough(target)
}

async function finish(source: string, target: string, mode: number | undefined): Promise<number> {
  const original = await lstat(source)
  if (mode === undefined && process.geteuid?.() === 0) await chown(target, original.uid, original.gid)
  await chmod(target, mode ?? original.mode & 0o7777)
  return original.size
}

async function writeThrough(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
