// The frame around every signed-in page: navigation, search, the person, and the shortcuts that hold everywhere.
import { Menu } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react';
import type { Session } from '../api/types';
import { useI18n } from '../i18n/provider';
import type { TextKey } from '../i18n/runtime';
import { may } from '../session';
import { use_scheme } from './scheme';
import { ChartLine, ChartScatter, Languages, Layers, Moon, More, Scale, Search, Settings, SignOut, Sun, Upload, Users } from './icons';
import { command_key, use_shortcuts } from './shortcuts';
import classes from './Shell.module.css';

const Palette = lazy(() => import('./Palette'));
const ShortcutSheet = lazy(() => import('./ShortcutSheet'));

type Icon = ComponentType<{ size?: string | number; 'aria-hidden'?: boolean }>;
export interface Area {
    to: '/clients' | '/map' | '/reports' | '/segmentation' | '/team' | '/import' | '/settings';
    label: TextKey;
    short: TextKey;
    icon: Icon;
    key: string;
    /** Who may not do this has nothing to do there. */
    needs?: string;
}
/** Only areas that exist; never more than eight. */
const areas: Area[] = [
    { to: '/clients', label: 'nav.clients', short: 'nav.short.clients', icon: Users, key: 'k' },
    { to: '/map', label: 'nav.map', short: 'nav.short.map', icon: ChartScatter, key: 'm' },
    { to: '/reports', label: 'nav.reports', short: 'nav.short.reports', icon: ChartLine, key: 'p' },
    { to: '/segmentation', label: 'nav.segmentation', short: 'nav.short.segmentation', icon: Layers, key: 's' },
    { to: '/team', label: 'nav.team', short: 'nav.short.team', icon: Scale, key: 't' },
    { to: '/import', label: 'nav.import', short: 'nav.short.import', icon: Upload, key: 'i', needs: 'import_run.create' },
    { to: '/settings', label: 'nav.settings', short: 'nav.short.settings', icon: Settings, key: 'n' },
];

export const areas_of = (session: Session) => areas.filter((area) => !area.needs || may(session, area.needs));

export function Mark() {
    return (
        <svg className={classes.mark} viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="7" fill="#176d64" />
            <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round">
                <circle cx="11.5" cy="16" r="4.7" />
                <path d="M16.2 16H26M22 16v4M26 16v3" />
            </g>
        </svg>
    );
}

export function initials(name: string): string {
    const words = name.split(/\s+/).filter(Boolean);
    return `${words[0]?.[0] ?? ''}${words.length > 1 ? (words.at(-1)?.[0] ?? '') : ''}`.toUpperCase();
}

interface Props {
    session: Session;
    sign_out(): void;
    counts?: Partial<Record<Area['to'], number>>;
    children: ReactNode;
}

export function Shell({ session, sign_out, counts, children }: Props) {
    const i18n = useI18n();
    const { t } = i18n;
    const navigate = useNavigate();
    const scheme = use_scheme();
    const main = useRef<HTMLElement>(null);
    const [palette, set_palette] = useState(false);
    const [sheet, set_sheet] = useState(false);
    const own_areas = areas_of(session);

    use_shortcuts({
        'mod+k': () => set_palette(true),
        '?': () => set_sheet(true),
        ...Object.fromEntries(own_areas.map((area) => [`g ${area.key}`, () => void navigate({ to: area.to })])),
    });

    useEffect(() => {
        const open = () => set_palette(true);
        window.addEventListener('klicnik:search', open);
        return () => window.removeEventListener('klicnik:search', open);
    }, []);

    return (
        <div className={classes.frame}>
            <a className="skip-link" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>
                {t('shell.skip')}
            </a>
            <nav className={classes.nav} aria-label={t('shell.navigation')}>
                <Link to="/clients" className={classes.brand}>
                    <Mark />
                    <span>{session.workspace.name}</span>
                </Link>
                <button type="button" className={classes.search} onClick={() => set_palette(true)} aria-keyshortcuts="Control+K">
                    <Search size={15} aria-hidden />
                    <span className="clip">{t('shell.search')}</span>
                    <kbd>{command_key('K')}</kbd>
                </button>
                {own_areas.map((area) => (
                    <Link key={area.to} to={area.to} className={classes.link}>
                        <area.icon size={17} aria-hidden />
                        <span>{t(area.label)}</span>
                        {counts?.[area.to] ? <span className={classes.count}>{i18n.number(counts[area.to] ?? 0)}</span> : null}
                    </Link>
                ))}
                <div className={classes.foot}>
                    <PersonMenu session={session} sign_out={sign_out} show_shortcuts={() => set_sheet(true)} />
                </div>
            </nav>
            <main className={classes.main} id="main" tabIndex={-1} ref={main}>
                {children}
            </main>
            <nav className={classes.bottom} aria-label={t('shell.navigation_phone')}>
                {own_areas.slice(0, 4).map((area) => (
                    <Link key={area.to} to={area.to}>
                        <area.icon size={19} aria-hidden />
                        <span>{t(area.short)}</span>
                    </Link>
                ))}
                <Menu position="top-end">
                    <Menu.Target>
                        <button type="button">
                            <More size={19} aria-hidden />
                            <span>{t('shell.more')}</span>
                        </button>
                    </Menu.Target>
                    <Menu.Dropdown>
                        <Menu.Item leftSection={<Search size={16} aria-hidden />} onClick={() => set_palette(true)}>{t('shell.search')}</Menu.Item>
                        {own_areas.slice(4).map((area) => (
                            <Menu.Item key={area.to} leftSection={<area.icon size={16} aria-hidden />} onClick={() => void navigate({ to: area.to })}>
                                {t(area.label)}
                            </Menu.Item>
                        ))}
                        <Menu.Divider />
                        <Menu.Item leftSection={scheme.dark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />} onClick={scheme.toggle}>
                            {t(scheme.dark ? 'shell.light' : 'shell.dark')}
                        </Menu.Item>
                        <Menu.Item leftSection={<Languages size={16} aria-hidden />} onClick={() => i18n.set_language(i18n.language === 'cs' ? 'en' : 'cs')}>
                            {t('shell.other_language')}
                        </Menu.Item>
                        <Menu.Item leftSection={<SignOut size={16} aria-hidden />} onClick={sign_out}>{t('shell.sign_out')}</Menu.Item>
                    </Menu.Dropdown>
                </Menu>
            </nav>
            <Suspense fallback={null}>
                {palette ? <Palette close={() => set_palette(false)} /> : null}
                {sheet ? <ShortcutSheet close={() => set_sheet(false)} /> : null}
            </Suspense>
        </div>
    );
}

function PersonMenu({ session, sign_out, show_shortcuts }: { session: Session; sign_out(): void; show_shortcuts(): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const scheme = use_scheme();
    return (
        <Menu position="top-start" width={208}>
            <Menu.Target>
                <button type="button" className={`plain ${classes.person}`} aria-label={t('shell.person_menu', { name: session.user.full_name })}>
                    <span className={classes.avatar} aria-hidden="true">{initials(session.user.full_name)}</span>
                    <span className="clip small">{session.user.full_name}</span>
                </button>
            </Menu.Target>
            <Menu.Dropdown>
                <Menu.Item leftSection={scheme.dark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />} onClick={scheme.toggle}>
                    {t(scheme.dark ? 'shell.light' : 'shell.dark')}
                </Menu.Item>
                <Menu.Item leftSection={<Languages size={16} aria-hidden />} onClick={() => i18n.set_language(i18n.language === 'cs' ? 'en' : 'cs')}>
                    {t('shell.other_language')}
                </Menu.Item>
                <Menu.Item rightSection={<kbd className={classes.kbd}>?</kbd>} onClick={show_shortcuts}>{t('shell.shortcuts')}</Menu.Item>
                <Menu.Divider />
                <Menu.Item leftSection={<SignOut size={16} aria-hidden />} onClick={sign_out}>{t('shell.sign_out')}</Menu.Item>
            </Menu.Dropdown>
        </Menu>
    );
}
