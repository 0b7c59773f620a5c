// Texts: one ICU catalogue shared with the server, parsed when the app is built (scripts/messages.mjs).
import { IntlMessageFormat } from 'intl-messageformat';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import type web_texts from '../../../locales/cs/web.json';
import type figure_texts from '../../../locales/cs/web_figures.json';
import type import_texts from '../../../locales/cs/web_import.json';
import type offering_texts from '../../../locales/cs/web_offerings.json';
import type report_texts from '../../../locales/cs/web_reports.json';
import type insight_texts from '../../../locales/cs/web_reports_more.json';
import type saved_texts from '../../../locales/cs/web_saved.json';
import type segmentation_texts from '../../../locales/cs/web_segmentation.json';

export type Language = 'cs' | 'en';
export type Catalogue = Record<string, string | MessageFormatElement[]>;
export type Values = Record<string, string | number | boolean | Date | null | undefined>;

type WithoutPrefix<K> = K extends `web.${infer Rest}` ? Rest : never;
/** Keys of the app's own texts; in the files they begin with `web.`. */
export type TextKey = WithoutPrefix<keyof typeof web_texts | keyof typeof figure_texts | keyof typeof import_texts | keyof typeof offering_texts | keyof typeof report_texts | keyof typeof insight_texts | keyof typeof saved_texts | keyof typeof segmentation_texts>;

export interface Translator {
    language: Language;
    /** A text of the app. */
    t(key: TextKey, values?: Values): string;
    /** A label of the core (entity, field, enumerator or error); null when the core has none. */
    label(key: string, values?: Values): string | null;
}

export function create_translator(language: Language, catalogue: Catalogue): Translator {
    const prepared = new Map<string, IntlMessageFormat>();
    const find = (key: string, values?: Values): string | null => {
        const message = catalogue[key];
        if (message === undefined) return null;
        if (typeof message === 'string') return message;
        let format = prepared.get(key);
        if (!format) {
            format = new IntlMessageFormat(message, language);
            prepared.set(key, format);
        }
        try {
            return String(format.format(values ?? {}));
        } catch {
            return key;
        }
    };
    return {
        language,
        t: (key, values) => find(`web.${key}`, values) ?? key,
        label: find,
    };
}

const loaders: Record<Language, () => Promise<{ default: Catalogue }>> = {
    cs: () => import('virtual:messages/cs'),
    en: () => import('virtual:messages/en'),
};

export async function load_translator(language: Language): Promise<Translator> {
    return create_translator(language, (await loaders[language]()).default);
}
