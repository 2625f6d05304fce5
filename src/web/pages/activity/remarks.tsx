import type { Run } from '../../../api/contract/runs.ts'
import { count } from '../../format.ts'
import { Section } from '../../parts/page.tsx'
import classes from './activity.module.css'

/** What the store did not show, or did otherwise than its documentation says. */
export function Remarks({ run: { account } }: { run: Run }) {
  if (account === null) return null
  const unknown = Object.entries(account.unknownFields)
  if (account.remarks.length === 0 && unknown.length === 0) return null
  return (
    <Section title="Remarks" note="What the store did not show, or did otherwise than its documentation says.">
      <ul className={classes.lines}>
        {account.remarks.map(remark => (
          <li key={remark} dir="ltr">
            {remark}
          </li>
        ))}
        {unknown.length > 0 && (
          <li>
            {count(unknown.length, 'field that is', 'fields that are')} in no documentation came and{' '}
            {unknown.length === 1 ? 'was' : 'were'} passed over:
            <ul className={classes.fields}>
              {unknown.map(([field, rows]) => (
                <li key={field}>
                  <code>{field}</code> in {count(rows, 'row')}
                </li>
              ))}
            </ul>
          </li>
        )}
      </ul>
    </Section>
  )
}
