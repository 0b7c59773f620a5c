// The theme: a neutral canvas, one petrol accent, semantic colours only for health and deadlines.
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
    '#e8f4f2', '#d0e7e3', '#a5d2cb', '#76bbb1', '#4fa89c', '#2f9689', '#1f8175', '#176d64', '#11584f', '#0a433c',
];
const slate: MantineColorsTuple = [
    '#f4f6f5', '#e6eae9', '#cbd2d0', '#adb7b4', '#8d9996', '#6f7c79', '#58645f', '#414b48', '#2a3230', '#191f1e',
];

export const theme = createTheme({
    primaryColor: 'petrol',
    primaryShade: { light: 7, dark: 7 },
    colors: {
        petrol,
        slate,
        dark: [
            '#e4e9e7', '#bcc5c2', '#9aa5a2', '#77827f', '#4a5452', '#333c3a', '#262e2c', '#1b2120', '#141918', '#0d1110',
        ],
    },
    fontFamily:
        "Inter, ui-sans-serif, system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial, sans-serif",
    fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'Segoe UI Mono', 'Noto Sans Mono', monospace",
    headings: { fontWeight: '650' },
    fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
    defaultRadius: 'md',
    radius: { sm: '4px', md: '7px', lg: '10px' },
    cursorType: 'pointer',
    focusRing: 'auto',
    respectReducedMotion: true,
    components: {
        Button: { defaultProps: { size: 'sm' } },
        TextInput: { defaultProps: { size: 'sm' } },
        PasswordInput: { defaultProps: { size: 'sm' } },
        NumberInput: { defaultProps: { size: 'sm' } },
        Textarea: { defaultProps: { size: 'sm' } },
        Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
        NativeSelect: { defaultProps: { size: 'sm' } },
        Menu: { defaultProps: { withInitialFocusPlaceholder: false, shadow: 'md' } },
        Popover: { defaultProps: { shadow: 'md' } },
        Badge: { defaultProps: { tt: 'none' } },
        Tooltip: { defaultProps: { openDelay: 350, withArrow: true } },
    },
});
