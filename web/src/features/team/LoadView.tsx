import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { team_load_query, user_load_query } from '../../api/queries';
import { useI18n } from '../../i18n/provider';
import { Figure } from '../../records/Figure';
import { LoadBar } from '../../records/LoadBar';
import { StateMark, TierBadge } from '../../ui/badges';
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
    return (
        <div className="column" style={{ gap: 16 }}>
            {team.data.unassigned_accounts ? (
                <Notice kind="warn">
                    {t('team.unassigned', { count: team.data.unassigned_accounts })} <Link to="/clients" search={{ lead: 'none' }}>{t('team.show_them')}</Link>
                </Notice>
            ) : null}
            {items.length ? (
                <div className={classes.columns}>
                    <ul className={classes.people} aria-label={t('team.tab.load')}>
                        {items.map((item) => (
                            <li key={item.user_id}>
                                <div className={classes.person} data-current={item.user_id === chosen}>
                                    <span className="row apart">
                                        <button type="button" className={classes.choose} aria-current={item.user_id === chosen} onClick={() => void navigate({ to: '/team', search: { user: item.user_id }, replace: true })}>
                                            <b className="clip">{item.user_name}</b>
                                        </button>
                                        {item.absent ? <StateMark kind="warn">{t('team.absent')}</StateMark> : null}
                                    </span>
                                    <LoadBar load={item} label={t('team.accounts', { count: item.accounts, complex: item.complex_accounts })} />
                                </div>
                            </li>
                        ))}
                        <li className="small dim" style={{ padding: '8px 4px' }}>{t('team.legend')}</li>
                    </ul>
                    {chosen ? <UserDetail id={chosen} /> : null}
                </div>
            ) : (
                <Panel><EmptyState icon={Scale} title={t('team.empty')} text={t('team.empty_text')} /></Panel>
            )}
        </div>
    );
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
            note={<Figure of={{ figure: 'capacity', load: data }}>{t('load.meaning', { points: i18n.number(data.points, 2), capacity: i18n.number(data.capacity_points, 2) })}</Figure>}
        >
            {data.lines.length ? (
                <table className="table cards" data-columns="2">
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
                                <td data-label={t('account.tier')}><TierBadge tier={line.tier} /></td>
                                <td data-label={t('assign.role')}>{t(`assignment_role.${line.role}`)}</td>
                                <td className="right" data-label={t('team.complexity')}>
                                    <Figure of={{ figure: 'complexity', line }}>{i18n.fixed(line.complexity, 2)}</Figure>
                                </td>
                                <td className="right" data-label={t('team.points')}>
                                    <Figure of={{ figure: 'points', line }}><b>{i18n.fixed(line.points, 2)}</b></Figure>
                                </td>
                            </tr>
                        ))}
                    </tbody>
                    <tfoot>
                        <tr>
                            <td colSpan={4}>{t('score.total')}</td>
                            <td className="right number"><Figure of={{ figure: 'points_of', load: data }}>{i18n.fixed(data.points, 2)}</Figure></td>
                        </tr>
                    </tfoot>
                </table>
            ) : (
                <EmptyState title={t('team.no_accounts')} />
            )}
        </Panel>
    );
}
