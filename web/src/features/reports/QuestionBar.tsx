// The question all reports are asked: the day, the period, from what, known when, split how, of which clients. What is
// chosen is in the address; below stands in words what is compared with what.
import { Button, Menu, NativeSelect, Popover, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { indicator_query } from '../../api/reports';
import { team_load_query } from '../../api/queries';
import type { AskedPeriod } from '../../api/types';
import { useI18n, type I18n } from '../../i18n/provider';
import { closed_ends, filters_on, none, of_known_families, without_family, without_filters, type FilterKey } from '../../records/reports/question';
import { compared_text, part_text } from '../../records/reports/words';
import { split_choices, type ReportSearch, type SplitBy } from '../../search';
import { use_session } from '../../session';
import { lifecycles } from '../../ui/badges';
import { DateField } from '../../ui/DateField';
import { ChevronDown, Cross, Filter } from '../../ui/icons';
import { Chip, Chips } from '../../ui/notices';
import { use_question } from './ReportPage';
import classes from './reports.module.css';

export function QuestionBar({ period, families, split, said }: { period?: AskedPeriod; families?: boolean; split?: boolean; said?: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    const { search: asked, change, replace } = use_question();
    const search = families ? of_known_families(asked) : without_family(asked);
    const of_families = families === true && asked.base !== 'contracts' && asked.known !== 'then';
    const window_months = search.window ?? '12';
    const windows = ['3', '6', '12', '24'];
    if (!windows.includes(window_months)) windows.push(window_months);
    const by_name = (by: SplitBy | 'none') => (by === 'none' ? t('reports.by.none') : (i18n.label(`split_by.${by}`) ?? by));
    const asked_month = (search.as_of ?? '9999').slice(0, 7);
    const cut = period?.base === 'invoices' && period.books_end !== null && period.end_last === period.books_end && asked_month > period.books_end;
    return (
        <section className={classes.bar} aria-label={t('reports.question')}>
            <div className={classes.asks}>
                <DayAsk search={search} change={change} />
                {said !== undefined ? null : <><Ask label={t('reports.ask.window')} value={window_months} usual="12" short={(one) => t('reports.months', { count: Number(one) })} choices={windows} change={(one) => change({ window: one === '12' ? undefined : one })} />
                <Ask label={t('reports.ask.base')} value={search.base ?? 'invoices'} usual="invoices" short={(one) => t(`reports.base.${one}`)} long={(one) => t(`reports.base_text.${one}`)} choices={['invoices', 'contracts'] as const} change={(one) => change({ base: one === 'contracts' ? one : undefined })} /></>}
                <Ask label={t('reports.ask.known')} value={search.known ?? 'now'} usual="now" short={(one) => t(`reports.known.${one}`)} long={(one) => t(`reports.known_text.${one}`)} choices={['now', 'then'] as const} change={(one) => change({ known: one === 'then' ? one : undefined })} />
                {split ? <Ask label={t('reports.ask.by')} value={search.by ?? 'none'} usual="none" short={by_name} choices={['none', ...split_choices.filter((one) => of_families || one !== 'family')] as const} change={(one) => change({ by: one === 'none' ? undefined : one })} /> : null}
                <FilterAsk search={search} change={change} families={of_families} />
            </div>
            <div className={classes.sentence}>
                <p role="status">{said !== undefined ? said || '\u00a0' : period ? `${compared_text(i18n, period)}, ${t('clients.count', { count: period.clients_chosen })}` : '\u00a0'}</p>
                <FilterChips search={search} change={change} family={period?.family} clear={() => replace({ ...without_filters(search), group: undefined })} />
                {cut && period?.books_end ? <span className="small dim">{t('reports.books_end', { month: i18n.month(period.books_end) })}</span> : null}
                {period?.known === 'then' ? <span className="small dim">{t('reports.then_note', { day: i18n.day(period.as_of) })}</span> : null}
            </div>
        </section>
    );
}

interface AskProps<Choice extends string> {
    label: string;
    value: Choice;
    usual: Choice;
    choices: readonly Choice[];
    short(choice: Choice): string;
    long?(choice: Choice): string;
    change(choice: Choice): void;
}
function Ask<Choice extends string>({ label, value, usual, choices, short, long, change }: AskProps<Choice>) {
    return (
        <Menu position="bottom-start">
            <Menu.Target>
                <button type="button" className={classes.ask} data-set={value !== usual}>
                    <span className={classes.dim}>{label}</span>
                    <b>{short(value)}</b>
                    <ChevronDown size={14} aria-hidden />
                </button>
            </Menu.Target>
            <Menu.Dropdown>
                <Menu.RadioGroup value={value} onChange={(next) => change(next as Choice)}>
                    {choices.map((choice) => (
                        <Menu.RadioItem key={choice} value={choice}>{(long ?? short)(choice)}</Menu.RadioItem>
                    ))}
                </Menu.RadioGroup>
            </Menu.Dropdown>
        </Menu>
    );
}

interface Parts {
    search: ReportSearch;
    change(next: Partial<ReportSearch>): void;
}

function DayAsk({ search, change }: Parts) {
    const i18n = useI18n();
    const { t } = i18n;
    const { today } = use_session();
    const [opened, set_opened] = useState(false);
    const ends = closed_ends(today);
    const pick = (as_of: string | undefined) => {
        set_opened(false);
        if (as_of !== search.as_of) change({ as_of });
    };
    const choice = (name: ReactNode, day: string, as_of: string | undefined) => (
        <button type="button" aria-pressed={search.as_of === as_of} onClick={() => pick(as_of)}>
            {name}
            <span className={classes.dim}>{i18n.day(day)}</span>
        </button>
    );
    return (
        <Popover opened={opened} onChange={set_opened} position="bottom-start" width={330} trapFocus withRoles={false} returnFocus>
            <Popover.Target>
                <button type="button" className={classes.ask} data-set={search.as_of !== undefined} aria-haspopup="dialog" aria-expanded={opened} onClick={() => set_opened(!opened)}>
                    <span className={classes.dim}>{t('reports.ask.day')}</span>
                    <b>{search.as_of ? i18n.day(search.as_of) : t('reports.day.today')}</b>
                    <ChevronDown size={14} aria-hidden />
                </button>
            </Popover.Target>
            <Popover.Dropdown role="dialog" aria-label={t('reports.ask.day')} p={6}>
                <div className={classes.days}>
                    {choice(t('reports.day.today'), today, undefined)}
                    {choice(t('reports.day.month'), ends.month, ends.month)}
                    {choice(t('reports.day.quarter'), ends.quarter, ends.quarter)}
                    {choice(t('reports.day.year'), ends.year, ends.year)}
                    <div className={classes.other}>
                        <DateField label={t('reports.day.other')} value={search.as_of ?? null} today={today} onChange={(day) => pick(day ?? undefined)} />
                    </div>
                </div>
            </Popover.Dropdown>
        </Popover>
    );
}

const care_models = ['dedicated', 'pooled', 'automated'];

function FilterAsk({ search, change, families }: Parts & { families?: boolean }) {
    const { t } = useI18n();
    const [opened, set_opened] = useState(false);
    const count = filters_on(search).length + (search.group ? 1 : 0);
    return (
        <Popover opened={opened} onChange={set_opened} position="bottom-start" width={300} trapFocus withRoles={false} returnFocus>
            <Popover.Target>
                <button type="button" className={classes.ask} data-set={count > 0} aria-haspopup="dialog" aria-expanded={opened} onClick={() => set_opened(!opened)}>
                    <Filter size={15} aria-hidden />
                    <b>{count ? t('reports.filters_on', { count }) : t('reports.filter')}</b>
                </button>
            </Popover.Target>
            <Popover.Dropdown role="dialog" aria-label={t('reports.filters')}>{opened ? <Filters search={search} change={change} families={families} /> : null}</Popover.Dropdown>
        </Popover>
    );
}

function Filters({ search, change, families }: Parts & { families?: boolean }) {
    const i18n = useI18n();
    const { t } = i18n;
    const team = useQuery(team_load_query);
    const keys = (values: (string | null)[]) => values.filter((one): one is string => one !== null);
    const countries = useQuery({ ...indicator_query('clients', { by: 'country' }), select: (answer) => keys(answer.groups.map((one) => one.key)) }).data ?? [];
    const industries = useQuery({ ...indicator_query('clients', { by: 'industry_code' }), select: (answer) => keys(answer.groups.map((one) => one.key)) }).data ?? [];
    const sizes = useQuery({ ...indicator_query('clients', { by: 'size_band' }), select: (answer) => keys(answer.groups.map((one) => one.key)) }).data ?? [];
    const of_families = useQuery({ ...indicator_query('clients', { by: 'family' }), enabled: families === true }).data?.groups ?? [];
    const select = (key: FilterKey, values: { value: string; label: string }[]) => (
        <NativeSelect
            label={filter_name(i18n, key)}
            value={search[key] ?? ''}
            onChange={(event) => change({ [key]: event.currentTarget.value || undefined })}
            data={[{ value: '', label: t('reports.any') }, ...values, { value: none, label: part_text(i18n, key, none) }]}
        />
    );
    const worded = (key: FilterKey, values: readonly string[]) => values.map((value) => ({ value, label: part_text(i18n, key, value) }));
    return (
        <div className="column">
            {select('tier', worded('tier', ['A', 'B', 'C', 'D']))}
            {select('manager', (team.data?.items ?? []).map((one) => ({ value: one.user_id, label: one.user_name })))}
            {select('country', worded('country', countries))}
            {select('industry_code', worded('industry_code', industries))}
            {select('size_band', worded('size_band', sizes))}
            {select('care_model', worded('care_model', care_models))}
            {select('lifecycle', worded('lifecycle', lifecycles))}
            {of_families.length ? select('family', of_families.flatMap((one) => (one.key === null ? [] : [{ value: one.key, label: one.name ?? one.key }]))) : null}
            <Switch label={t('reports.group_clients')} checked={search.group ?? false} onChange={(event) => change({ group: event.currentTarget.checked || undefined })} />
        </div>
    );
}

function filter_name(i18n: I18n, key: FilterKey): string {
    if (key === 'family') return i18n.t('reports.family');
    return i18n.label(`account.${key === 'manager' ? 'lead_id' : key}`) ?? key;
}

function FilterChips({ search, change, family, clear }: Parts & { family?: string | null; clear(): void }) {
    const i18n = useI18n();
    const { t } = i18n;
    const on = filters_on(search);
    const team = useQuery({ ...team_load_query, enabled: search.manager !== undefined });
    if (!on.length && !search.group) return null;
    const chip = (key: string, text: string, remove: Partial<ReportSearch>) => (
        <Chip key={key} pressed onClick={() => change(remove)}>
            <span className="visually-hidden">{t('reports.remove', { what: '' })}</span>
            {text}
            <Cross aria-hidden />
        </Chip>
    );
    return (
        <Chips label={t('reports.filters')}>
            {on.map((key) => chip(key, `${filter_name(i18n, key)}: ${part_text(i18n, key, search[key] ?? null, key === 'manager' ? team.data?.items.find((one) => one.user_id === search.manager)?.user_name : key === 'family' ? family : undefined)}`, { [key]: undefined }))}
            {search.group ? chip('group', t('reports.groups_chip'), { group: undefined }) : null}
            {on.length > 1 ? <Button className="no-print" variant="subtle" size="compact-sm" onClick={clear}>{t('reports.clear')}</Button> : null}
        </Chips>
    );
}
