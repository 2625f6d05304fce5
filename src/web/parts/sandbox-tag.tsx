import classes from './sandbox-tag.module.css'

export function SandboxTag() {
  return (
    <span className={classes.tag} title="A practice store that runs inside this hub">
      Sandbox
    </span>
  )
}
