import { CopyButton } from '../copy-button.tsx'
import classes from './guide.module.css'
import { furtherScopes, minimumScopes, type ScopeRow, scopesAsText } from './scopes.ts'

/** Which scopes to tick, at which level, and what each is good for. */
export function ScopeTable() {
  return (
    <div className={classes.scopes}>
      <table className={classes.scopeTable} aria-label="OAuth scopes to choose">
        <thead>
          <tr>
            <th scope="col">Scope</th>
            <th scope="col">Choose</th>
            <th scope="col">What it unlocks</th>
          </tr>
        </thead>
        <Rows title="Needed to connect" rows={minimumScopes} />
        <Rows title="Tick these too, to use everything" rows={furtherScopes} />
      </table>
      <div className={classes.scopesFoot}>
        <CopyButton text={scopesAsText} label="Copy the list" />
      </div>
    </div>
  )
}

function Rows({ title, rows }: { title: string; rows: readonly ScopeRow[] }) {
  return (
    <tbody>
      <tr className={classes.scopeGroup}>
        <th scope="rowgroup" colSpan={3}>
          {title}
        </th>
      </tr>
      {rows.map(row => (
        <tr key={row.name}>
          <th scope="row">{row.name}</th>
          <td className={classes.level}>{row.level}</td>
          <td className={classes.unlocks}>{row.unlocks}</td>
        </tr>
      ))}
    </tbody>
  )
}
