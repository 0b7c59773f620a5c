import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

export function use_scheme() {
    const { colorScheme, setColorScheme } = useMantineColorScheme();
    const computed = useComputedColorScheme('light');
    const dark = computed === 'dark';
    return { dark, scheme: colorScheme, set: setColorScheme, toggle: () => setColorScheme(dark ? 'light' : 'dark') };
}
