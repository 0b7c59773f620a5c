import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { overrides_query } from '../../api/queries';
import { useI18n } from '../../i18n/provider';
import { use_session } from '../../session';
import { StateMark, TierBadge } from '../../ui/badges';
import { EmptyState, ErrorNotice } from '../../ui/notices';
import { Panel } from '../../ui/Page';

export function Overrides() {
    const i18n = useI18n();
    const { t } = i18n;
    const { today } = use_session();
    const overrides = useQuery(overrides_query);
    const items = overrides.data?.items ?? [];
    if (overrides.isError) return <ErrorNotice problem={overrides.error} retry={() => void overrides.refetch()} />;
    return (
        <Panel flush title={t('seg.tab.overrides')} note={t('seg.overrides_text')}>
            {items.length ? (
                <table className="table">
                    <thead>
                        <tr>
                            <th>{t('account.name')}</th>
                            <th>{t('seg.change')}</th>
                            <th>{t('seg.reason')}</th>
                            <th>{t('seg.decided')}</th>
                            <th className="right">{t('seg.decided_on')}</th>
                            <th className="right">{t('seg.review')}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {items.map((item) => (
                            <tr key={item.id}>
                                <td><Link to="/clients/$id" params={{ id: item.account_id }}>{item.account_name ?? item.account_id}</Link></td>
                                <td><span className="row"><TierBadge tier={item.from_tier} /><span aria-hidden="true">→</span><TierBadge tier={item.to_tier} /></span></td>
                                <td>{item.reason}</td>
                                <td>{item.decided_by_name ?? '–'}</td>
                                <td className="right number" data-fact>{item.decided_on ? i18n.day(item.decided_on) : '–'}</td>
                                <td className="right number" data-fact>
                                    {item.review_on ? i18n.day(item.review_on) : '–'}
                                    {item.review_on && item.review_on < today ? <div><StateMark kind="warn">{t('seg.review_due')}</StateMark></div> : null}
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            ) : overrides.data ? (
                <EmptyState title={t('seg.overrides_empty')} />
            ) : null}
        </Panel>
    );
}
