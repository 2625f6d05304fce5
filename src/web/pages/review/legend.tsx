import classes from './review.module.css'

/** Which keys do what. */
export function Legend() {
  return (
    <p className={classes.legend}>
      <span>
        <kbd>J</kbd> <kbd>K</kbd> next and previous
      </span>
      <span>
        <kbd>1</kbd> join
      </span>
      <span>
        <kbd>2</kbd> keep apart
      </span>
      <span>
        <kbd>3</kbd> leave out
      </span>
      <span>
        <kbd>U</kbd> undo the last one
      </span>
    </p>
  )
}
