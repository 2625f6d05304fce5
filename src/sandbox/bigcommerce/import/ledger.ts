import { limits } from '../catalog/limits.ts'
import type { ImportRow } from './report.ts'
import type { Row } from './table.ts'
import { RowProblem } from './table.ts'

/** What became of every row of one file, and the names and SKUs that the store has already. */
export class Ledger {
  readonly #file: string
  readonly #rows = new Map<Row, ImportRow>()
  readonly #names: Set<string>
  readonly #skus: Set<string>

  /** Names and SKUs are shared by all files: both are unique in a store without regard to case (documented). */
  constructor(file: string, names: Set<string>, skus: Set<string>) {
    this.#file = file
    this.#names = names
    this.#skus = skus
  }

  take(row: Row, reason: string): void {
    this.#rows.set(row, { file: this.#file, line: row.line, result: 'taken', reason })
  }

  merge(row: Row, reason: string): void {
    this.#rows.set(row, { file: this.#file, line: row.line, result: 'merged', reason })
  }

  refuse(row: Row, reason: string): void {
    this.#rows.set(row, { file: this.#file, line: row.line, result: 'refused', reason })
  }

  /** Does the work for a row; where the row can't be used, refuses it and gives null. */
  attempt<T>(row: Row, work: () => T): T | null {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error
      this.refuse(row, error.message)
      return null
    }
  }

  /** @throws RowProblem where the name is missing, too long or taken */
  checkName(name: string): void {
    if (name === '') throw new RowProblem('The product has no name.')
    if (name.length > limits.nameLength)
      throw new RowProblem(`The name has ${name.length} characters; a store takes ${limits.nameLength}.`)
    if (this.#names.has(name.toLowerCase())) throw new RowProblem(`Another product is called “${name}”.`)
  }

  /** @throws RowProblem where the SKU is too long or taken; a blank one is no trouble */
  checkSku(sku: string): void {
    if (sku.length > limits.skuLength)
      throw new RowProblem(`The SKU has ${sku.length} characters; a store takes ${limits.skuLength}.`)
    if (sku !== '' && this.#skus.has(sku.toLowerCase())) throw new RowProblem(`Another item has the SKU “${sku}”.`)
  }

  claimName(name: string): void {
    this.#names.add(name.toLowerCase())
  }

  claimSku(sku: string): void {
    if (sku !== '') this.#skus.add(sku.toLowerCase())
  }

  /** One entry for each row, in the order of the file; a row that nobody spoke for is refused, never forgotten. */
  entries(rows: readonly Row[]): ImportRow[] {
    return rows.map(
      row =>
        this.#rows.get(row) ?? {
          file: this.#file,
          line: row.line,
          result: 'refused',
          reason: 'The row was not understood.',
        },
    )
  }
}
