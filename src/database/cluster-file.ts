import { closeSync, fchmodSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { HubError } from '../runtime/errors.ts'
import { codeOf, explainFileError } from './explain.ts'

/** DATA/cluster.json: what the hub has to know about its database before it can start it. */
export interface ClusterFile {
  format: 1
  /** Names the folder under /var/lib/cartwright, when the database has to live there. */
  id: string
  /** The engine that wrote the cluster last, such as `18.4`. */
  engine: string
  /** The machine that it was made for, such as `linux-x64`: the files of one cannot be read on another. */
  platform: string
  /** `.` when engine and cluster are in the data folder itself, else their absolute path. */
  folder: string
  /** Whether a cluster was ever finished there; a missing one is then a loss, not a first start. */
  made: boolean
}

export function clusterFilePath(dataDir: string): string {
  return join(dataDir, 'cluster.json')
}

/** @throws HubError database_newer, or data_folder_unusable when the file is not what the hub wrote. */
export function readClusterFile(dataDir: string): ClusterFile | null {
  const path = clusterFilePath(dataDir)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw explainFileError(error, 'read', path)
  }
  const file = parse(text)
  if (file !== null && file.format > 1) {
    throw new HubError('database_newer', `The data in ${dataDir} was written by a newer hub.`, {
      hint: 'Start it with the hub that wrote it, or a newer one.',
    })
  }
  if (file === null || !isClusterFile(file)) {
    throw new HubError('data_folder_unusable', `${path} is damaged: the hub cannot tell where its database is.`, {
      hint: 'Restore the file from a backup of the data folder.',
    })
  }
  return file
}

function parse(text: string): { format: number } | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('format' in value)) return null
    return typeof value.format === 'number' ? { ...value, format: value.format } : null
  } catch {
    return null
  }
}

function isClusterFile(file: object): file is ClusterFile {
  const texts = ['id', 'engine', 'platform', 'folder']
  const fields = new Map<string, unknown>(Object.entries(file))
  return texts.every(name => typeof fields.get(name) === 'string') && typeof fields.get('made') === 'boolean'
}

export function writeClusterFile(dataDir: string, file: ClusterFile): void {
  writeWhole(clusterFilePath(dataDir), `${JSON.stringify(file, null, 2)}\n`)
}

/** Writes a small private file so that a crash leaves either the old one or the new one. */
export function writeWhole(path: string, text: string): void {
  const half = `${path}.new`
  try {
    const handle = openSync(half, 'w', 0o600)
    try {
      fchmodSync(handle, 0o600)
      writeSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(half, path)
  } catch (error) {
    throw explainFileError(error, 'write', path)
  }
}
