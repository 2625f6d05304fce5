/** The eye beside a password: reachable by keyboard, and named. */
export const showPassword = {
  visibilityToggleFocusable: true,
  visibilityToggleButtonProps: { 'aria-label': 'Show what is typed' },
} as const
