import type { KeptPart, PlainPart, Room } from '../state/part.ts'
import { ImpossibleState } from '../state/part.ts'
import type { ImportReport } from './report.ts'

/** What became of the rows of the product files that the store was made of; null where it was made of none. */
export class KeptReport implements Room, KeptPart {
  readonly changes = 0
  readonly kept = { report: this }
  report: ImportReport | null

  constructor(report: ImportReport | null) {
    this.report = report
  }

  keep(): PlainPart {
    if (this.report === null) return { rows: [], value: null }
    const { rows, ...value } = this.report
    return { rows, value }
  }

  restore({ rows, value }: PlainPart): void {
    if (typeof value !== 'object') throw new ImpossibleState(null, 'it is no report')
    // A row is what the sandbox itself wrote of it.
    this.report = value === null ? null : ({ ...value, rows } as ImportReport)
  }
}
