import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip, createGzip } from 'node:zlib'
import { SandboxError, systemCode } from '../error.ts'
import type { ReadPart, Snapshot, SnapshotHead } from './snapshot-lines.ts'
import { SnapshotFault, SnapshotReader, snapshotText, snapshotVersion } from './snapshot-lines.ts'
import type { StoreState } from './store-state.ts'
import { ImpossiblePart } from './store-state.ts'

/** No line of a snapshot is longer; of another file one may be. */
const lineLengthMost = 2 ** 26

/** A snapshot that was read from a file. */
export interface ReadSnapshot {
  readonly path: string
  readonly head: SnapshotHead
  readonly parts: ReadonlyMap<string, ReadPart>
}

/** The bytes of a snapshot, compressed: what a file of it holds. */
export function snapshotStream(snapshot: Snapshot): Readable {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED })
  // Whoever reads it hears of its errors, and may leave early: both are closed then.
  pipeline(Readable.from(snapshotText(snapshot)), gzip).catch(() => undefined)
  return gzip
}

/**
 * Writes a snapshot into a file that only its owner can read: whole, or not at all.
 * @throws SandboxError `disk_full`, `snapshot_unwritable`
 */
export async function writeSnapshot(path: string, snapshot: Snapshot): Promise<void> {
  const beside = `${path}.new`
  try {
    await rm(beside, { force: true })
    await pipeline(snapshotStream(snapshot), createWriteStream(beside, { mode: 0o600, flags: 'wx', flush: true }))
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    const code = systemCode(error)
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new SandboxError('disk_full', `The disk of ${path} is full.`, 'Free some space.', error)
    }
    const hint = 'Choose a file in a folder that you may write to.'
    throw new SandboxError('snapshot_unwritable', `The snapshot ${path} cannot be written (${code}).`, hint, error)
  }
}

/**
 * Reads a snapshot, compressed or not; `origin` is where its store will listen.
 * @throws SandboxError where there is no file, and where it isn't a whole snapshot of this version
 */
export async function readSnapshot(path: string, origin: string): Promise<ReadSnapshot> {
  const reader = new SnapshotReader(origin)
  try {
    for await (const line of linesOf(await textOf(path))) reader.take(line)
    return { path, ...reader.end() }
  } catch (error) {
    throw error instanceof SnapshotFault ? faulty(path, error) : unreadable(path, error)
  }
}

/**
 * Puts the store into the state of the snapshot.
 * @throws SandboxError where it can't have that state; the store is of no use any more then
 */
export function restoreSnapshot({ path, parts }: ReadSnapshot, state: StoreState): void {
  try {
    state.restore(parts)
  } catch (error) {
    if (!(error instanceof ImpossiblePart)) throw error
    const { part, row, message } = error
    const line = parts.get(part)?.line
    const place = line === undefined ? '' : `line ${row === null ? line : line + 1 + row}: `
    const name = part === '' ? 'its parts contradict one another' : `in ${part} ${message}`
    throw faulty(path, new SnapshotFault('damaged', `${place}${name}`))
  }
}

async function textOf(path: string): Promise<AsyncIterable<Buffer>> {
  const file = await open(path)
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0).finally(() => file.close())
  const bytes = createReadStream(path)
  if (buffer[0] !== 0x1f || buffer[1] !== 0x8b) return bytes
  const gunzip = createGunzip()
  // Whoever reads it hears of its errors, and may leave early: both are closed then.
  pipeline(bytes, gunzip).catch(() => undefined)
  return gunzip
}

async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > lineLengthMost) throw new SnapshotFault('foreign', 'it has no lines')
    yield* lines
  }
  if (rest !== '') yield rest
}

function faulty(path: string, { kind, message }: SnapshotFault): SandboxError {
  switch (kind) {
    case 'foreign':
      return new SandboxError(
        'snapshot_invalid',
        `${path} is no snapshot of a sandbox store: ${message}.`,
        'Name a file that “Download snapshot” or sandbox.snapshot(file) wrote.',
      )
    case 'version':
      return new SandboxError(
        'snapshot_version',
        `${path} is a snapshot of version ${message}; this sandbox reads version ${snapshotVersion}.`,
        'Use the release that wrote it.',
      )
    case 'damaged':
      return new SandboxError(
        'snapshot_invalid',
        `The snapshot ${path} is damaged, ${message}.`,
        'Take it from a copy, or take another snapshot; nothing of it was used.',
      )
  }
}

function unreadable(path: string, error: unknown): SandboxError {
  const code = systemCode(error)
  if (code === 'Z_BUF_ERROR') return faulty(path, new SnapshotFault('damaged', 'it is cut off'))
  if (code.startsWith('Z_')) return faulty(path, new SnapshotFault('damaged', 'it cannot be decompressed'))
  const why = code === 'ENOENT' ? 'there is no such file' : code === '' ? String(error) : code
  const hint = 'Look for a typing mistake in its name, and whether you may read it.'
  return new SandboxError('snapshot_unreadable', `The snapshot ${path} cannot be read: ${why}.`, hint, error)
}
