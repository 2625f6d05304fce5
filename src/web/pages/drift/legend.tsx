import classes from './drift.module.css'
import { decisionWords, giveWords } from './words.ts'

/** What the three decisions do, said once above the list. */
export function Legend() {
  const all = [decisionWords.take, decisionWords.overwrite, giveWords]
  return (
    <dl className={classes.legend} aria-label="What the decisions do">
      {all.map(({ button, follows }) => (
        <div key={button}>
          <dt>{button}</dt>
          <dd>{follows}</dd>
        </div>
      ))}
    </dl>
  )
}
