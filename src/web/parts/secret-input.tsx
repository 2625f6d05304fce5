import { PasswordInput, type PasswordInputProps } from '@mantine/core'

/** A password or token: hidden while it is typed, with an eye that is reachable by keyboard and named. */
export function SecretInput(props: PasswordInputProps) {
  const isInvalid = props.error !== undefined && props.error !== null && props.error !== false
  return (
    <PasswordInput
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
      spellCheck={false}
      aria-invalid={isInvalid || undefined}
      {...props}
    />
  )
}
