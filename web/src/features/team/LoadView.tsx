import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { team_load_query, user_load_query } from '../../api/queries';
import type { TeamLoadItem, UserLoad } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { LoadBar, StateMark, TierBadge } from '../../ui/badges';
import { Explained } from '../../ui/Explain';
import { Scale } from '../../ui/icons';
import { EmptyState, ErrorNotice, Notice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import classes from './team.module.css';

export function LoadView() {
    const i18n = useI18n();
    const { t } = i18n;
    const navigate = useNavigate();
    const { user } = useSearch({ from: '/team' });
    const team = useQuery(team_load_query);
    if (team.isError) return <ErrorNotice problem={team.error} retry={() => void team.refetch()} />;
    if (!team.data) return <div style={{ height: 300 }} />;
    const items = team.data.items;
    const chosen = user ?? items.find((item) => item.accounts > 0)?.user_id ?? items[0]?.user_id;
    if (!items.length) return <Panel><EmptyState icon={Scale} title={t('team.empty')} text={t('team.empty_text')} /></Panel>;
    return (
        <div className="column" style={{ gap: 16 }}>
            {team.data.unassigned_accounts ? (
                <Notice kind="warn">
                    {t('team.unassigned', { count: team.data.unassigned_accounts })} <Link to="/clients" search={{ lead: 'none' }}>{t('team.show_them')}</Link>
                </Notice>
            ) : null}
            <div className={classes.columns}>
                <ul className={classes.people} aria-label={t('team.tab.load')}>
                    {items.map((item) => (
                        <li key={item.user_id}>
                            <button type="button" className={classes.person} aria-current={item.user_id === chosen} onClick={() => void navigate({ to: '/team', search: { user: item.user_id }, replace: true })}>
                                <Person item={item} />
                            </button>
                        </li>
                    ))}
                    <li className="small dim" style={{ padding: '8px 4px' }}>{t('team.legend')}</li>
                </ul>
                {chosen ? <UserDetail id={chosen} /> : null}
            </div>
        </div>
    );
}

function Person({ item }: { item: TeamLoadItem }) {
    const i18n = useI18n();
    const { t } = i18n;
    return (
        <>
            <span className="row apart">
                <b className="clip">{item.user_name}</b>
                {item.absent ? <StateMark kind="warn">{t('team.absent')}</StateMark> : null}
            </span>
            <LoadBar points={item.points} capacity={item.capacity_points} load_bp={item.load_bp} band={item.band} label={t('team.accounts', { count: item.accounts, complex: item.complex_accounts })} />
        </>
    );
}

export function reason_words(i18n: ReturnType<typeof useI18n>, reason: UserLoad['lines'][number]['reasons'][number]): string {
    const key = `complexity.${reason.code}` as TextKey;
    const own = i18n.t(key, { count: reason.count ?? 0 });
    return own === key ? reason.code : own;
}

function UserDetail({ id }: { id: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    const load = useQuery(user_load_query(id));
    if (load.isError) return <ErrorNotice problem={load.error} />;
    if (!load.data) return <Panel title=" "><div style={{ height: 240 }} /></Panel>;
    const { data } = load;
    return (
        <Panel
            flush
            title={data.user_name}
            note={t('load.meaning', { points: i18n.number(data.points, 2), capacity: i18n.number(data.capacity_points, 2) })}
        >
            {data.lines.length ? (
                <table className="table">
                    <thead>
                        <tr>
                            <th>{t('account.name')}</th>
                            <th>{t('account.tier')}</th>
                            <th>{t('assign.role')}</th>
                            <th className="right">{t('team.complexity')}</th>
                            <th className="right">{t('team.points')}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {data.lines.map((line) => (
                            <tr key={`${line.account_id}-${line.role}`}>
                                <td><Link to="/clients/$id" params={{ id: line.account_id }}>{line.account_name}</Link></td>
                                <td><TierBadge tier={line.tier} /></td>
                                <td>{t(`assignment_role.${line.role}`)}</td>
                                <td className="right">
                                    <Explained
                                        explanation={{
                                            title: t('team.complexity_of', { name: line.account_name }),
                                            formula: t('explain.complexity'),
                                            lines: [{ label: t('complexity.base'), value: i18n.number('1', 2) }, ...line.reasons.map((reason) => ({ label: reason_words(i18n, reason), value: `+${i18n.number(reason.points, 2)}` }))],
                                            total: { label: t('team.complexity'), value: i18n.number(line.complexity, 2) },
                                        }}
                                    >
                                        {i18n.fixed(line.complexity, 2)}
                                    </Explained>
                                </td>
                                <td className="right">
                                    <Explained
                                        explanation={{
                                            title: t('team.points'),
                                            formula: t('explain.points'),
                                            lines: [
                                                { label: t('team.complexity'), value: i18n.number(line.complexity, 2) },
                                                { label: t('team.allocation'), value: i18n.percent(line.allocation_bp, 0) },
                                                { label: t('team.role_factor'), value: i18n.number(line.role_factor, 2) },
                                            ],
                                            total: { label: t('team.points'), value: i18n.number(line.points, 2) },
                                        }}
                                    >
                                        <b>{i18n.fixed(line.points, 2)}</b>
                                    </Explained>
                                </td>
                            </tr>
                        ))}
                    </tbody>
                    <tfoot>
                        <tr>
                            <td colSpan={4}>{t('score.total')}</td>
                            <td className="right number">{i18n.fixed(data.points, 2)}</td>
                        </tr>
                    </tfoot>
                </table>
            ) : (
                <EmptyState title={t('team.no_accounts')} />
            )}
        </Panel>
    );
}
