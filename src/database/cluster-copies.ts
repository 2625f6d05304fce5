import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { copyTree } from './copy-tree.ts'
import { explainFileError } from './explain.ts'
import { clusterDirOf } from './new-cluster.ts'

/** How many copies of a cluster stay: the one before this migration, and the one before that. */
const copiesKept = 2

/**
 * Copies a stopped cluster to `copies/<time>` beside it, whole or not at all, and removes older copies than the last two.
 * To go back to a copy: stop the hub, put the copy in the place of the folder `postgres`, start the older hub.
 * @throws HubError disk_full, data_folder_unusable
 */
export async function copyOfCluster(folder: string, at: Date): Promise<string> {
  const copies = join(folder, 'copies')
  const copy = join(copies, at.toISOString().replaceAll(':', '-'))
  const half = `${copy}.half`
  try {
    await mkdir(copies, { recursive: true, mode: 0o700 })
    await chmod(copies, 0o700)
    await removeWhere(copies, name => name.endsWith('.half'))
    await copyTree(clusterDirOf(folder), half, { durable: true })
    if (existsSync(copy)) await rm(copy, { recursive: true })
    await rename(half, copy)
    const kept = (await readdir(copies)).sort().slice(-copiesKept)
    await removeWhere(copies, name => !kept.includes(name))
    return copy
  } catch (error) {
    throw explainFileError(error, 'copy the database to', copy)
  }
}

async function removeWhere(folder: string, isDoomed: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    if (isDoomed(name)) await rm(join(folder, name), { recursive: true, force: true })
  }
}
