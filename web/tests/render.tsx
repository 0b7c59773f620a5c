import { MantineProvider } from '@mantine/core';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { compile_catalogue } from '../scripts/messages.mjs';
import { I18nProvider } from '../src/i18n/provider';
import { create_translator, type Catalogue, type Language } from '../src/i18n/runtime';
import { theme } from '../src/theme';

export async function show(children: ReactNode, language: Language = 'cs') {
    const translator = create_translator(language, (await compile_catalogue(language)) as Catalogue);
    return render(
        <MantineProvider theme={theme} env="test">
            <I18nProvider initial={translator}>{children}</I18nProvider>
        </MantineProvider>,
    );
}
