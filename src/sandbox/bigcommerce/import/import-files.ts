import { readFileSync } from 'node:fs'
import type { CatalogBuilder } from '../catalog/build.ts'
import { SandboxError, systemCode } from '../error.ts'
import type { ImportReport } from './report.ts'

export function readProductFiles(paths: readonly string[]): string[] {
  return paths.map(path => {
    try {
      return readFileSync(path, 'utf8')
    } catch (error) {
      throw new SandboxError(
        'catalog_file_unreadable',
        `The product file ${path} cannot be read (${systemCode(error)}).`,
        'Check the path and that you may read it.',
        error,
      )
    }
  })
}

export function importFiles(
  _files: readonly { readonly name: string; readonly text: string }[],
  _builder: CatalogBuilder,
): ImportReport {
  return { files: [], rows: [], taken: 0, merged: 0, refused: 0 }
}
