// Who changed what and when; values before and after, the newest first.
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { history_query, scores_query } from '../../api/queries';
import type { Account } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { field_label, value_text } from '../../records/labels';
import { Figure } from '../../records/Figure';
import { score_text } from '../../records/score_words';
import { TierBadge } from '../../ui/badges';
import { EmptyState, ErrorNotice } from '../../ui/notices';
import { Panel } from '../../ui/Page';
import classes from './History.module.css';

const origins = ['http', 'web', 'cli', 'import', 'job', 'sample', 'system', 'setup'];

export function History({ account }: { account: Account }) {
    const i18n = useI18n();
    const { t } = i18n;
    const history = useInfiniteQuery(history_query(`/accounts/${account.id}`));
    const items = history.data?.pages.flatMap((page) => page.items) ?? [];
    const hidden = new Set(['version', 'updated_at', 'created_at', 'name_key', 'search_key', 'id']);
    return (
        <div className="split">
        <Panel title={t('client.tab.history')}>
            {history.isError ? <ErrorNotice problem={history.error} /> : null}
            {history.data && !items.length ? <EmptyState title={t('history.empty')} /> : null}
            <ol className={classes.list}>
                {items.map((item, index) => (
                    <li key={`${item.at}-${index}`}>
                        <div className="row wrap baseline">
                            <b>{item.actor_name ?? t('history.system')}</b>
                            <span>{t(`history.${['created', 'updated', 'archived', 'restored'].includes(item.action) ? item.action : 'updated'}` as TextKey)}</span>
                            <time className="dim small" dateTime={item.at} title={i18n.instant(item.at)}>{i18n.ago(item.at)}</time>
                            {origins.includes(item.origin) && item.origin !== 'http' && item.origin !== 'web' ? <span className="dim small">{t(`history.origin.${item.origin}` as TextKey)}</span> : null}
                        </div>
                        {item.changes.length ? (
                            <dl data-fact>
                                {item.changes.filter((change) => !hidden.has(change.field) && !(item.action === 'created' && change.after === false)).map((change) => (
                                    <div key={change.field}>
                                        <dt>{field_label(i18n, 'account', change.field)}</dt>
                                        <dd>
                                            {item.action === 'created' ? null : <><span className="dim">{value_text(i18n, 'account', change.field, change.before)}</span><span aria-hidden="true"> → </span></>}
                                            <span>{value_text(i18n, 'account', change.field, change.after)}</span>
                                        </dd>
                                    </div>
                                ))}
                            </dl>
                        ) : null}
                    </li>
                ))}
            </ol>
            {history.hasNextPage ? <Button variant="default" onClick={() => void history.fetchNextPage()} loading={history.isFetchingNextPage}>{t('action.more')}</Button> : null}
        </Panel>
        <ScoresOverTime account={account} />
        </div>
    );
}

/** Earlier scores stay: which tier the client was proposed for, by which model, on which day. */
function ScoresOverTime({ account }: { account: Account }) {
    const i18n = useI18n();
    const { t } = i18n;
    const scores = useQuery(scores_query(account.id));
    const items = scores.data?.items ?? [];
    return (
        <Panel flush title={t('history.scores')}>
            {scores.isError ? <ErrorNotice problem={scores.error} /> : null}
            {items.length ? (
                <table className="table">
                    <thead>
                        <tr>
                            <th>{t('ledger.date')}</th>
                            <th className="right">{t('account.score')}</th>
                            <th>{t('tier_form.proposed')}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {items.map((item, index) => (
                            <tr key={`${item.as_of}-${index}`}>
                                <td className="number" data-fact>
                                    {i18n.day(item.as_of)}
                                    <div className="small dim">{t('score.model', { version: item.model_version })}</div>
                                </td>
                                <td className="right"><Figure of={{ figure: 'score_then', account_id: account.id, item }}>{score_text(i18n, item.total_bp)}</Figure></td>
                                <td><TierBadge tier={item.proposed_tier} /></td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            ) : scores.data ? (
                <p className="dim" style={{ padding: '4px 16px 12px' }}>{t('score.none')}</p>
            ) : null}
        </Panel>
    );
}
