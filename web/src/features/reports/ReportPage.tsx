// What all reports share: the tabs, the question with its answer in words, files and the link, and the clients behind a figure.
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import type { QueryParams } from '../../api/client';
import type { AskedPeriod } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { question_only } from '../../records/reports/question';
import { report_tabs, type ReportSearch, type ReportTab } from '../../search';
import { on_demand } from '../../ui/on_demand';
import { Page } from '../../ui/Page';
import { Notice } from '../../ui/notices';
import { Actions } from './Actions';
import { QuestionBar } from './QuestionBar';
import classes from './reports.module.css';

const RowsPanel = on_demand<{ search: ReportSearch; close(): void }>(() => import('./RowsPanel').then((one) => ({ default: one.RowsPanel })));

const paths = { overview: '/reports', retention: '/reports/retention', concentration: '/reports/concentration', renewals: '/reports/renewals', value: '/reports/value', what_if: '/reports/what_if', care: '/reports/care' } as const satisfies Record<ReportTab, string>;

/** The question in the address; a change of it is a step back in the history of the browser. */
export function use_question(): { search: ReportSearch; change(next: Partial<ReportSearch>): void; replace(next: ReportSearch): void } {
    const search = useSearch({ from: '/reports' });
    const navigate = useNavigate();
    const replace = (next: ReportSearch) => void navigate({ to: '.', search: next as never });
    return { search, change: (next) => replace({ ...search, ...next }), replace };
}

interface Props {
    tab: ReportTab;
    /** Of the answer; the sentence is empty until it is here. */
    period?: AskedPeriod;
    /** What the files are asked with; absent where there are none. */
    file?: QueryParams;
    /** What the server calls the report, where it is not the tab. */
    file_name?: string;
    /** The report can be asked about one family of offerings. */
    families?: boolean;
    /** The report can be split into groups. */
    split?: boolean;
    /** Of what the answer is, where no period is compared with another; empty until the answer is here. */
    said?: string;
    /** Chosen clients of whom nothing is known for want of an exchange rate, where there is no period to say it. */
    without_rate?: number;
    /** The report asks for itself, without the common question. */
    plain?: boolean;
    children: ReactNode;
}

export function ReportPage({ tab, period, file, file_name, families, split, said, without_rate, plain, children }: Props) {
    const { t } = useI18n();
    const { search, replace } = use_question();
    const body = useRef<HTMLDivElement>(null);
    const left_out = period?.clients_without_rate ?? without_rate ?? 0;
    const opened = search.rows !== undefined;
    // When the list of clients closes, its number has the focus again; the panel cannot know it, for it came by the address.
    const last = useRef<Element | null>(null);
    useEffect(() => {
        if (opened || !last.current) return;
        const figure = last.current;
        last.current = null;
        requestAnimationFrame(() => figure instanceof HTMLElement || figure instanceof SVGElement ? figure.focus({ preventScroll: true }) : undefined);
    }, [opened]);
    // On a phone the tabs are wider than the window; the open one is always in sight.
    const tabs = useRef<HTMLElement>(null);
    useEffect(() => {
        const open = tabs.current?.querySelector<HTMLElement>('[aria-current=page]');
        if (open && tabs.current) tabs.current.scrollLeft = open.offsetLeft - tabs.current.offsetLeft - (tabs.current.clientWidth - open.offsetWidth) / 2;
    }, [tab]);
    const remember = (event: { target: EventTarget }) => {
        const figure = event.target instanceof Element ? event.target.closest('[data-figure]') : null;
        if (figure) last.current = figure;
    };
    return (
        <Page
            title={t('nav.reports')}
            heading={<span className={`print-only strong`}>{t(`reports.tab.${tab}`)}</span>}
            actions={plain ? null : <Actions name={file_name ?? tab} params={file} />}
        >
            <nav ref={tabs} className={classes.tabs} aria-label={t('reports.tabs')}>
                {report_tabs.map((one) => (
                    <Link key={one} to={paths[one]} search={question_only(search)} activeOptions={{ exact: true, includeSearch: false }}>{t(`reports.tab.${one}`)}</Link>
                ))}
            </nav>
            {plain ? null : <QuestionBar period={period} families={families} split={split} said={said} />}
            {left_out > 0 ? <Notice kind="warn">{t('reports.without_rate', { count: left_out })} <Link to="/settings">{t('reports.without_rate_link')}</Link></Notice> : null}
            <div ref={body} className="column loose" onFocus={remember}>{children}</div>
            {search.rows === undefined ? null : <RowsPanel search={search} close={() => replace(question_only(search))} />}
        </Page>
    );
}
