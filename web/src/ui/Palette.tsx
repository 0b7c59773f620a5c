// Ctrl+K: clients and people from the server (without diacritics, by IČO), places and actions from here.
// Prefixes narrow the search: # clients, @ people, > places and actions.
import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type ComponentType, type KeyboardEvent } from 'react';
import { search_query } from '../api/queries';
import { useI18n } from '../i18n/provider';
import type { TextKey } from '../i18n/runtime';
import type { ClientSearch } from '../search';
import { may, use_session } from '../session';
import { areas_of } from './Shell';
import { Building, FileSheet, Moon, Plus, Search, Sparkles, Sun, Upload, Users } from './icons';
import { use_scheme } from './scheme';
import classes from './Palette.module.css';

interface Option {
    id: string;
    group: string;
    title: string;
    subtitle?: string | null;
    icon: ComponentType<{ size?: string | number; 'aria-hidden'?: boolean }>;
    run(): void;
}

/** Under which heading a found record stands, and which tab of its client shows it. */
const group_of: Record<string, TextKey> = { account: 'palette.clients', contact: 'palette.people', contract: 'palette.contracts' };
const tab_of: Record<string, ClientSearch> = { contact: { tab: 'people' }, contract: { tab: 'contracts' } };

/** Comparable form: no diacritics, no case. */
export function fold(text: string): string {
    return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

export default function Palette({ close }: { close(): void }) {
    const { t } = useI18n();
    const navigate = useNavigate();
    const session = use_session();
    const scheme = use_scheme();
    const [text, set_text] = useState('');
    const [active, set_active] = useState(0);
    const prefix = /^[#@>]/.exec(text)?.[0] ?? '';
    const words = (prefix ? text.slice(1) : text).trim();
    const [asked] = useDebouncedValue(prefix === '>' ? '' : words, 120);
    const found = useQuery(search_query(asked));
    const list = useRef<HTMLDivElement>(null);

    const options = useMemo(() => {
        const all: Option[] = [];
        if (words && prefix !== '>') {
            for (const item of found.data?.items ?? []) {
                if (prefix === '#' && item.kind !== 'account') continue;
                if (prefix === '@' && (item.kind === 'account' || item.kind === 'contract')) continue;
                const account_id = item.kind === 'account' ? item.id : item.account_id;
                all.push({
                    id: item.id,
                    group: t(group_of[item.kind] ?? 'palette.colleagues'),
                    title: item.title,
                    subtitle: item.subtitle,
                    icon: item.kind === 'account' ? Building : item.kind === 'contract' ? FileSheet : Users,
                    run: () =>
                        account_id
                            ? void navigate({ to: '/clients/$id', params: { id: account_id }, search: tab_of[item.kind] ?? {} })
                            : void navigate({ to: '/team' }),
                });
            }
        }
        if (!prefix || prefix === '>') {
            const places: Option[] = areas_of(session).map((area) => ({
                id: area.to,
                group: t('palette.go_to'),
                title: t(area.label),
                icon: area.icon,
                run: () => void navigate({ to: area.to }),
            }));
            if (may(session, 'import_run.create')) places.push({ id: 'start', group: t('palette.go_to'), title: t('start.title'), icon: Sparkles, run: () => void navigate({ to: '/start' }) });
            const actions: Option[] = [
                ...(may(session, 'account.create') ? [{ id: 'new-client', group: t('palette.actions'), title: t('clients.new'), icon: Plus, run: () => void navigate({ to: '/clients', search: { create: true } }) }] : []),
                ...(may(session, 'import_run.create') ? [{ id: 'new-import', group: t('palette.actions'), title: t('import.start'), icon: Upload, run: () => void navigate({ to: '/import' }) }] : []),
                { id: 'scheme', group: t('palette.actions'), title: t(scheme.dark ? 'shell.light' : 'shell.dark'), icon: scheme.dark ? Sun : Moon, run: scheme.toggle },
            ];
            const needle = fold(words);
            all.push(...[...places, ...actions].filter((option) => !needle || fold(option.title).includes(needle)));
        }
        return all;
    }, [found.data, words, prefix, t, navigate, session, scheme.dark, scheme.toggle]);

    useEffect(() => set_active(0), [text]);
    const selected = Math.min(active, Math.max(0, options.length - 1));
    useEffect(() => {
        list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
    }, [selected, options]);

    const run = (option: Option | undefined) => {
        if (!option) return;
        close();
        option.run();
    };
    const on_key = (event: KeyboardEvent) => {
        const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
        if (step && options.length) {
            event.preventDefault();
            const next = selected + step;
            set_active(Math.abs(step) === 1 ? (next + options.length) % options.length : Math.max(0, Math.min(options.length - 1, next)));
        } else if (event.key === 'Enter') {
            event.preventDefault();
            run(options[selected]);
        }
    };
    let group = '';
    const waiting = words !== '' && prefix !== '>' && (found.isFetching || asked !== words);
    return (
        <Modal.Root opened onClose={close} size={600} yOffset="12dvh">
            <Modal.Overlay backgroundOpacity={0.35} />
            <Modal.Content aria-label={t('palette.title')} radius="lg">
                <div className={classes.box}>
                    <div className={classes.field}>
                        <Search size={18} aria-hidden />
                        <input
                            data-autofocus
                            role="combobox"
                            aria-expanded={options.length > 0}
                            aria-controls="palette-list"
                            aria-activedescendant={options[selected] ? `palette-${selected}` : undefined}
                            aria-label={t('palette.title')}
                            placeholder={t('palette.placeholder')}
                            value={text}
                            onChange={(event) => set_text(event.currentTarget.value)}
                            onKeyDown={on_key}
                        />
                    </div>
                    <div id="palette-list" className={classes.list} role="listbox" aria-label={t('palette.results')} ref={list}>
                        {options.map((option, index) => {
                            const heading = option.group !== group ? option.group : null;
                            group = option.group;
                            return (
                                <div key={option.id} role="presentation">
                                    {heading ? <div className={classes.group} role="presentation">{heading}</div> : null}
                                    <div
                                        id={`palette-${index}`}
                                        role="option"
                                        aria-selected={index === selected}
                                        tabIndex={-1}
                                        className={classes.option}
                                        onMouseMove={() => set_active(index)}
                                        onClick={() => run(option)}
                                        onKeyDown={() => undefined}
                                    >
                                        <option.icon size={16} aria-hidden />
                                        <span className="clip">{option.title}</span>
                                        {option.subtitle ? <span className={classes.sub}>{option.subtitle}</span> : null}
                                    </div>
                                </div>
                            );
                        })}
                    </div>
                    <div className={classes.hint} role="status">
                        {options.length === 0 && !waiting ? t('palette.nothing', { text: words }) : t('palette.hint')}
                    </div>
                </div>
            </Modal.Content>
        </Modal.Root>
    );
}
