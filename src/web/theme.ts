import {
  Alert,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Menu,
  Modal,
  PasswordInput,
  TextInput,
} from '@mantine/core'

/** The colors, measures and fonts stand in `global.css`; here they are handed to the parts of the kit. */

const petrol: MantineColorsTuple = [
  '#e8f5f8',
  '#cfe9ef',
  '#a3d5e0',
  '#73bfcf',
  '#4fb0c4',
  '#2c97ad',
  '#1a8298',
  '#107085',
  '#0b5f72',
  '#084b5a',
]

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 7 },
  colors: { petrol },
  fontFamily: 'var(--cw-font)',
  fontFamilyMonospace: 'var(--cw-mono)',
  defaultRadius: 'sm',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '24px', lineHeight: '32px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' }, styles: { label: { fontWeight: 550 } } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        padding: 'lg',
        radius: 'lg',
        transitionProps: { duration: 120, transition: 'fade' },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    }),
    Drawer: Drawer.extend({ defaultProps: { closeButtonProps: { 'aria-label': 'Close the menu' } } }),
    // The kit's placeholder for the first focus is a child that a menu may not have.
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'sm',
        radius: 'md',
        transitionProps: { duration: 100 },
        withInitialFocusPlaceholder: false,
      },
    }),
    Alert: Alert.extend({ defaultProps: { radius: 'md' } }),
  },
})

export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--cw-surface)',
    '--mantine-color-text': 'var(--cw-text)',
    '--mantine-color-dimmed': 'var(--cw-muted)',
    '--mantine-color-placeholder': 'var(--cw-muted)',
    '--mantine-color-anchor': 'var(--cw-accent-text)',
    '--mantine-color-default': 'var(--cw-surface)',
    '--mantine-color-default-hover': 'var(--cw-hover)',
    '--mantine-color-default-color': 'var(--cw-text)',
    '--mantine-color-default-border': 'var(--cw-line-strong)',
    '--mantine-color-red-filled': '#b3261e',
    '--mantine-color-red-filled-hover': '#8f1d17',
    '--mantine-color-red-outline': 'var(--cw-red-text)',
    '--mantine-color-red-outline-hover': 'var(--cw-red-soft)',
    '--mantine-color-error': 'var(--cw-red-text)',
    '--mantine-color-disabled': 'var(--cw-hover)',
    '--mantine-color-disabled-color': 'var(--cw-muted)',
    '--mantine-color-disabled-border': 'var(--cw-line)',
    '--mantine-primary-color-filled': 'var(--cw-accent)',
    '--mantine-primary-color-filled-hover': 'var(--cw-accent-hover)',
  }
  return { variables: {}, light: shared, dark: shared }
}
