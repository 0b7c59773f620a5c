import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { ago_text, day_text, instant_text, money_short, money_text, number_text, percent_text, type DayStyle, type MoneyValue } from './format';
import { load_translator, type Language, type Translator } from './runtime';

export interface I18n extends Translator {
    set_language(language: Language): void;
    number(value: number | string, digits?: number): string;
    /** Always with this many decimals, for columns that must align. */
    fixed(value: number | string, digits: number): string;
    money(value: MoneyValue, whole?: boolean): string;
    money_short(value: MoneyValue): string;
    percent(basis_points: number, digits?: number, least?: number): string;
    day(day: string, style?: DayStyle): string;
    /** A month `2026-10` inside a sentence. */
    month(month: string): string;
    instant(instant: string): string;
    ago(instant: string): string;
}

const Context = createContext<I18n | null>(null);

export function stored_language(): Language {
    return document.documentElement.lang === 'en' ? 'en' : 'cs';
}

export function with_formats(translator: Translator, set_language: (language: Language) => void): I18n {
    const language = translator.language;
    return {
        ...translator,
        set_language,
        number: (value, digits) => number_text(language, value, digits),
        fixed: (value, digits) => number_text(language, value, digits, digits),
        money: (value, whole) => money_text(language, value, whole),
        money_short: (value) => money_short(language, value),
        percent: (value, digits, least) => percent_text(language, value, digits, least),
        day: (value, style) => day_text(language, value, style),
        month: (value) => day_text(language, `${value.slice(0, 7)}-01`, language === 'cs' ? 'month_number' : 'month'),
        instant: (value) => instant_text(language, value),
        ago: (value) => ago_text(language, value, Date.now()),
    };
}

/** Shows nothing until the first catalogue is here; a change of language keeps the old one until then. */
export function I18nProvider({ children, initial }: { children: ReactNode; initial?: Translator }) {
    const [translator, set_translator] = useState<Translator | null>(initial ?? null);
    const [wanted, set_wanted] = useState<Language>(initial?.language ?? stored_language());

    useEffect(() => {
        if (translator?.language === wanted) return;
        let current = true;
        void load_translator(wanted).then((loaded) => {
            if (!current) return;
            document.documentElement.lang = wanted;
            set_translator(loaded);
        });
        return () => {
            current = false;
        };
    }, [wanted, translator]);

    const value = useMemo(() => {
        if (!translator) return null;
        return with_formats(translator, (language) => {
            try {
                localStorage.setItem('klicnik.language', language);
            } catch {
                // A browser without storage still switches for this visit.
            }
            set_wanted(language);
        });
    }, [translator]);

    return value ? <Context value={value}>{children}</Context> : null;
}

export function useI18n(): I18n {
    const value = use(Context);
    if (!value) throw new Error('I18nProvider is missing');
    return value;
}
