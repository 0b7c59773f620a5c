// Which column is what. The proposal says how sure it is and why; what the file cannot tell (day or month first) is asked.
import { Button, NativeSelect, Radio, Switch } from '@mantine/core';
import type { ImportColumn, ImportRun } from '../../api/types';
import { useI18n, type I18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { StateMark } from '../../ui/badges';
import { ErrorNotice, Notice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import classes from './import.module.css';

interface Props {
    run: ImportRun;
    busy: boolean;
    problem: unknown;
    change(body: Record<string, unknown>): Promise<boolean>;
    preview(): Promise<void>;
    restart(): void;
}

const entity_of: Record<string, string> = { accounts: 'account', contacts: 'contact', invoices: 'ledger_entry' };

export function target_label(i18n: I18n, kind: string, field: string): string {
    const own = i18n.t(`import.field.${field}` as TextKey);
    if (own !== `import.field.${field}`) return own;
    const entity = entity_of[kind] ?? kind;
    const listed = i18n.t(`${entity}.${field}` as TextKey);
    return i18n.label(`import.${kind}.${field}`) ?? i18n.label(`${entity}.${field}`) ?? (listed !== `${entity}.${field}` ? listed : field.replaceAll('_', ' '));
}

const delimiter_names: Record<string, TextKey> = {
    ',': 'import.delimiter.comma', ';': 'import.delimiter.semicolon', '\t': 'import.delimiter.tab', '|': 'import.delimiter.pipe',
    comma: 'import.delimiter.comma', semicolon: 'import.delimiter.semicolon', tab: 'import.delimiter.tab', pipe: 'import.delimiter.pipe',
};

function reason_text(i18n: I18n, column: ImportColumn): string {
    if (!column.field) return column.type === 'empty' ? i18n.t('import.reason.empty') : i18n.t('import.reason.none');
    const code = column.reason?.code ?? '';
    const own = i18n.t(`import.reason.${code}` as TextKey, column.reason?.params);
    if (own !== `import.reason.${code}`) return own;
    return i18n.label(`import.reason.${code}`, column.reason?.params) ?? i18n.t('import.reason.chosen');
}

/** What still has to be assigned: each entry is one field, or several of which one is enough. */
export function missing_targets(run: ImportRun): string[][] {
    const used = new Set(run.columns.map((column) => column.field));
    const missing = run.targets.filter((target) => target.required && !target.one_of && !used.has(target.field)).map((target) => [target.field]);
    for (const group of new Set(run.targets.map((target) => target.one_of).filter((one): one is string => !!one))) {
        const members = run.targets.filter((target) => target.one_of === group).map((target) => target.field);
        if (!members.some((field) => used.has(field))) missing.push(members);
    }
    return missing;
}

export function MappingEditor({ run, busy, problem, change, preview, restart }: Props) {
    const i18n = useI18n();
    const { t } = i18n;
    const missing = missing_targets(run);
    const encodings = [...new Set([run.encoding, ...run.encoding_guesses.map((guess) => guess.name), 'utf-8', 'windows-1250', 'iso-8859-2', 'cp852', 'utf-16le'])];
    const delimiters = [...new Set([run.delimiter, ',', ';', '\t', '|'])].filter((one, index, all) => all.findIndex((other) => delimiter_names[other] === delimiter_names[one]) === index);
    const set_field = (index: number, field: string) =>
        void change({
            columns: run.columns.map((column) => ({
                index: column.index,
                field: column.index === index ? field || null : column.field === field && field ? null : column.field,
            })),
        });
    const set_option = (name: string, value: unknown) => void change({ options: { ...run.options, [name]: value } });
    const unanswered = run.questions.some((question) => !answer_of(run, question.code));
    return (
        <div className="column" style={{ gap: 16 }}>
            {problem ? <ErrorNotice problem={problem} /> : null}
            <Panel title={t('import.file')} note={t('import.file_note', { name: run.file_name, rows: run.rows })} actions={<Button size="compact-sm" variant="default" onClick={restart}>{t('import.other_file')}</Button>}>
                <div className={classes.options}>
                    <NativeSelect
                        label={t('import.encoding')}
                        value={run.encoding}
                        onChange={(event) => void change({ encoding: event.currentTarget.value })}
                        data={encodings.map((name) => {
                            const guess = run.encoding_guesses.find((one) => one.name === name);
                            return { value: name, label: guess ? `${name} · ${i18n.percent(guess.confidence_bp, 0)}` : name };
                        })}
                    />
                    <NativeSelect
                        label={t('import.delimiter')}
                        value={run.delimiter}
                        onChange={(event) => void change({ delimiter: event.currentTarget.value })}
                        data={delimiters.map((one) => ({ value: one, label: delimiter_names[one] ? t(delimiter_names[one]) : one }))}
                    />
                    {run.kind === 'invoices' || run.kind === 'contracts' ? (
                        <NativeSelect
                            label={t('auth.currency')}
                            value={run.options.currency ?? ''}
                            onChange={(event) => set_option('currency', event.currentTarget.value)}
                            data={[...new Set([run.options.currency ?? 'CZK', 'CZK', 'EUR', 'USD', 'GBP', 'PLN', 'HUF', 'CHF'])]}
                        />
                    ) : null}
                    {run.kind === 'accounts' ? null : (
                        <NativeSelect
                            label={t('import.match')}
                            value={run.options.account_match ?? 'code'}
                            onChange={(event) => set_option('account_match', event.currentTarget.value)}
                            data={(['code', 'reg_no', 'name'] as const).map((value) => ({ value, label: t(`import.match.${value}`) }))}
                        />
                    )}
                    <div className={classes.switches}>
                        <Switch label={t('import.has_header')} checked={run.has_header} onChange={(event) => void change({ has_header: event.currentTarget.checked })} />
                        {run.kind === 'accounts' ? null : (
                            <Switch label={t('import.create_accounts')} checked={run.options.create_accounts ?? false} onChange={(event) => set_option('create_accounts', event.currentTarget.checked)} />
                        )}
                        {run.kind === 'invoices' || run.kind === 'contracts' ? (
                            <Switch label={t('import.create_offerings')} checked={run.options.create_offerings ?? false} onChange={(event) => set_option('create_offerings', event.currentTarget.checked)} />
                        ) : null}
                    </div>
                </div>
            </Panel>
            {run.questions.map((question) => (
                <Panel key={question.code} title={t(`import.question.${question.code}` as TextKey)}>
                    <Radio.Group aria-label={t(`import.question.${question.code}` as TextKey)} value={answer_of(run, question.code) ?? ''} onChange={(value) => set_option(question.code, value)}>
                        <div className="column">
                            <p className="dim">{t(`import.question.${question.code}_text` as TextKey, { example: question.examples[0] ?? '' })}</p>
                            {question.choices.map((choice) => (
                                <Radio key={choice} value={choice} label={choice_text(i18n, question.code, choice, question.examples[0] ?? '')} />
                            ))}
                        </div>
                    </Radio.Group>
                </Panel>
            ))}
            <Panel flush title={t('import.columns')} note={missing.length ? null : t('import.columns_ready')}>
                <table className={`table cards ${classes.mapping}`}>
                    <thead>
                        <tr>
                            <th>{t('import.column')}</th>
                            <th>{t('import.samples')}</th>
                            <th>{t('import.meaning')}</th>
                            <th>{t('import.why')}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {run.columns.map((column) => (
                            <tr key={column.index} data-used={column.field !== null}>
                                <td className="strong">{column.header || t('import.column_number', { number: column.index + 1 })}</td>
                                <td className="dim" data-label={t('import.samples')} data-wide><div className={classes.samples}>{column.samples.filter(Boolean).slice(0, 3).join(' · ') || '–'}</div></td>
                                <td data-label={t('import.meaning')} data-wide>
                                    <NativeSelect
                                        aria-label={t('import.meaning_of', { column: column.header || String(column.index + 1) })}
                                        value={column.field ?? ''}
                                        onChange={(event) => set_field(column.index, event.currentTarget.value)}
                                        data={[
                                            { value: '', label: t('import.ignore') },
                                            ...run.targets.map((target) => ({ value: target.field, label: target_label(i18n, run.kind, target.field) + (target.required ? ' *' : '') })),
                                        ]}
                                    />
                                </td>
                                <td className="small dim">
                                    {column.field && (column.confidence_bp ?? 10_000) < 6000 ? <StateMark kind="warn">{t('import.unsure')}</StateMark> : null} {reason_text(i18n, column)}
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </Panel>
            {missing.length ? <Notice kind="warn">{t('import.missing', { fields: missing.map((fields) => fields.map((field) => target_label(i18n, run.kind, field)).join(t('import.or'))).join(', ') })}</Notice> : null}
            <div className={classes.bar}>
                <span className="grow" />
                <Button loading={busy} disabled={missing.length > 0 || unanswered} onClick={() => void preview()}>{t('import.preview')}</Button>
            </div>
        </div>
    );
}

function answer_of(run: ImportRun, question: string): string | null {
    const answer = question === 'date_order' ? run.options.date_order : question === 'decimal' ? run.options.decimal : null;
    return answer && answer !== 'ask' ? answer : null;
}

/** A choice with what it would make of the first example. */
function choice_text(i18n: I18n, question: string, choice: string, example: string): string {
    const name = i18n.t(`import.${question}.${choice}` as TextKey);
    return question === 'date_order' ? `${name} – ${date_meaning(i18n, example, choice)}` : name;
}

/** How a day like 03/04/2026 would be read. */
function date_meaning(i18n: I18n, example: string, order: string): string {
    const parts = /^(\d{1,4})\D+(\d{1,2})\D+(\d{1,4})/.exec(example);
    if (!parts) return example;
    const [, a = '', b = '', c = ''] = parts;
    const [year, month, day] = order === 'mdy' ? [c, a, b] : order === 'dmy' ? [c, b, a] : [a, b, c];
    const full = year.length === 2 ? `20${year}` : year;
    return i18n.day(`${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, 'long');
}
