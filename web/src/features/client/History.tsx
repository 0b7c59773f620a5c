// Who changed what and when; values before and after, the newest first.
import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { history_query } from '../../api/queries';
import type { Account } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { field_label, value_text } from '../../records/labels';
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
                            <dl>
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
    );
}
