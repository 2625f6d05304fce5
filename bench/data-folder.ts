import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readClusterFile } from '../src/database/cluster-file.ts'

/** A data folder for one run. */
export function freshDataFolder(): { path: string; remove(): Promise<void> } {
  const path = mkdtempSync(join(tmpdir(), 'cartwright-bench-'))
  return {
    path,
    async remove() {
      // Where the database's own user cannot work in a folder for temporary files, it lives elsewhere.
      const place = readClusterFile(path)?.folder ?? '.'
      if (place !== '.') await rm(place, { recursive: true, force: true })
      await rm(path, { recursive: true, force: true })
    },
  }
}
