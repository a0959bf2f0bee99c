import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** First accent: what can be acted on. */
const tide: MantineColorsTuple = ['#eef4fb', '#dbe7f5', '#b6cfea', '#8db4de', '#6a9dd4', '#4b86c6', '#2f6cb0', '#245a96', '#1d4a7c', '#163a62'];
/** Second accent: what is new or wants attention. */
const bronze: MantineColorsTuple = ['#fbf4ea', '#f5e6cf', '#eccd9f', '#e3b26c', '#dc9c43', '#c9822a', '#a9691c', '#8a5413', '#6e420d', '#553208'];
const gray: MantineColorsTuple = ['#f7f8fa', '#eff1f4', '#e4e7ec', '#d5d9e0', '#bcc2cc', '#98a1ae', '#6a7482', '#4d5663', '#343b46', '#1c2129'];
const dark: MantineColorsTuple = ['#dfe4ea', '#b9c1cb', '#949eab', '#6b7684', '#3c4653', '#2c343f', '#222932', '#1a2028', '#141920', '#0e1217'];

const families = "'Inter', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/** One type scale (12 13 14 16 20 24) on an 8-pixel grid. */
export const theme = createTheme({
  colors: { tide, bronze, gray, dark },
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.36,
  fontFamily: families,
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.34', sm: '1.46', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '0.25rem', sm: '0.5rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'sm',
  headings: {
    fontFamily: families,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '1rem', lineHeight: '1.5' },
      h3: { fontSize: '0.875rem', lineHeight: '1.5' },
      h4: { fontSize: '0.8125rem', lineHeight: '1.5' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Tooltip: { defaultProps: { openDelay: 150, multiline: true, maw: 320, withArrow: true, events: { hover: true, focus: true, touch: true } } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end' } },
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
  },
});

/** The surfaces that screens are built from; CSS modules use these names, never colours. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--header': '56px' },
  light: {
    '--canvas': '#f5f6f8',
    '--surface': '#ffffff',
    '--raised': '#fbfcfd',
    '--line': '#e1e5ea',
    '--line-strong': '#c9cfd8',
    '--ink': '#171b21',
    '--ink-soft': '#565f6c',
    '--hover': '#f0f3f7',
    '--chosen': '#e6eff9',
    '--accent': '#245a96',
    '--accent-soft': '#dbe7f5',
    '--notice': '#8a5413',
    '--notice-soft': '#fbf1e2',
    '--notice-line': '#e6c48f',
    '--bad': '#b3261e',
    '--bad-soft': '#fdeceb',
    '--good': '#1b6e46',
    '--land': '#e3e7ec',
    '--sea': '#f5f6f8',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#171b21',
    '--mantine-color-dimmed': '#565f6c',
    '--mantine-color-default-border': '#d5d9e0',
    '--mantine-color-anchor': '#245a96',
    '--mantine-color-placeholder': '#6a7482',
  },
  dark: {
    '--canvas': '#0e1217',
    '--surface': '#141920',
    '--raised': '#1a2028',
    '--line': '#262d37',
    '--line-strong': '#3c4653',
    '--ink': '#e6eaef',
    '--ink-soft': '#9aa4b1',
    '--hover': '#1b222b',
    '--chosen': '#1c2f45',
    '--accent': '#8db4de',
    '--accent-soft': '#1d3047',
    '--notice': '#e3b26c',
    '--notice-soft': '#2a2114',
    '--notice-line': '#5c4521',
    '--bad': '#f2938c',
    '--bad-soft': '#33191a',
    '--good': '#6cc79a',
    '--land': '#1f262f',
    '--sea': '#12171d',
    '--mantine-color-body': '#141920',
    '--mantine-color-text': '#e6eaef',
    '--mantine-color-dimmed': '#9aa4b1',
    '--mantine-color-default-border': '#2c343f',
    '--mantine-color-anchor': '#8db4de',
    '--mantine-color-placeholder': '#7d8794',
    '--mantine-color-error': '#f2938c',
  },
});
