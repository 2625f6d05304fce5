import type { RunRow } from '../../../api/contract/runs.ts'
import { asWords } from '../../format.ts'
import table from '../../parts/table.module.css'
import classes from './activity.module.css'

interface Props {
  readonly rows: readonly RunRow[]
  readonly label: string
}

export function RowTable({ rows, label }: Props) {
  return (
    <table className={table.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">SKU</th>
          <th scope="col">Id in the store</th>
          <th scope="col">Why</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.id}>
            <th scope="row" data-label="Name" className={classes.name}>
              <div>
                {row.name === '' ? <span className={table.muted}>No name came</span> : <bdi>{row.name}</bdi>}
                {row.kind !== 'product' && <div className={classes.minor}>{asWords(row.kind)}</div>}
              </div>
            </th>
            <td data-label="SKU">
              {row.sku === '' ? (
                <span className={table.muted}>None</span>
              ) : (
                <bdi className={classes.sku}>{row.sku}</bdi>
              )}
            </td>
            <td data-label="Id in the store">
              <bdi>{row.remoteId}</bdi>
            </td>
            <td data-label="Why" className={classes.why}>
              <div>
                <span dir="ltr">{row.reason}</span>
                {row.came !== '' && <Came text={row.came} />}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What the store answered, as the text that it is; in lines where it came whole. */
function Came({ text }: { text: string }) {
  return (
    <details className={classes.came}>
      <summary>What came</summary>
      <pre dir="ltr">{inLines(text)}</pre>
    </details>
  )
}

function inLines(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
