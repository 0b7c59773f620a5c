import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { risks_query } from '../../api/queries';
import { useI18n } from '../../i18n/provider';
import { use_session } from '../../session';
import { StateMark } from '../../ui/badges';
import { EmptyState, ErrorNotice } from '../../ui/notices';
import { Panel } from '../../ui/Page';

export function RisksView() {
    const i18n = useI18n();
    const { t } = i18n;
    const { today } = use_session();
    const risks = useQuery(risks_query);
    if (risks.isError) return <ErrorNotice problem={risks.error} retry={() => void risks.refetch()} />;
    const items = risks.data?.items ?? [];
    return (
        <Panel flush title={t('team.tab.risks')} note={t('risks.text')}>
            {items.length ? (
                <table className="table cards">
                    <thead>
                        <tr>
                            <th>{t('account.name')}</th>
                            <th>{t('assign.user')}</th>
                            <th>{t('assign.role')}</th>
                            <th>{t('seg.reason')}</th>
                            <th className="right">{t('assign.expires')}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {items.map((item) => (
                            <tr key={item.id}>
                                <td><Link to="/clients/$id" params={{ id: item.account_id }}>{item.account_name ?? item.account_id}</Link></td>
                                <td data-label={t('assign.user')}>{item.user_name}</td>
                                <td data-label={t('assign.role')}>{t(`assignment_role.${item.role}`)}</td>
                                <td data-label={t('seg.reason')} data-wide>{item.over_capacity_reason}</td>
                                <td className="right number" data-fact data-label={t('assign.expires')}>
                                    {item.risk_expires_on ? i18n.day(item.risk_expires_on) : '–'}
                                    {item.risk_expires_on && item.risk_expires_on < today ? <div><StateMark kind="bad">{t('risks.expired')}</StateMark></div> : null}
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            ) : risks.data ? (
                <EmptyState title={t('risks.empty')} />
            ) : null}
        </Panel>
    );
}
