// The end of the beginning: what was promised at its start, what the loss of the largest client would mean, and what to do next.
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { concentration_query, loss_query, team_load_query } from '../../api/queries';
import { useI18n } from '../../i18n/provider';
import type { TextKey } from '../../i18n/runtime';
import { Figure } from '../../records/Figure';
import { may, use_session } from '../../session';
import { ErrorNotice } from '../../ui/notices';
import { on_demand } from '../../ui/on_demand';
import { Panel } from '../../ui/Page';

const CostsForm = on_demand<object>(() => import('../../records/CostsForm').then((one) => ({ default: one.CostsForm })));

export function NextSteps() {
    const { t } = useI18n();
    const navigate = useNavigate();
    const session = use_session();
    const team = useQuery(team_load_query);
    const unassigned = team.data?.unassigned_accounts ?? 0;
    const nobody = team.data?.items.length === 0;
    return (
        <>
            <h2 style={{ fontSize: '1.0625rem', fontWeight: 650 }}>{t('start.next_title')}</h2>
            <div className="halves">
                <LargestLoss />
                <div className="column" style={{ gap: 16 }}>
                    <Panel title={t('start.next_team')}>
                        <div className="column">
                            <p className="dim">{nobody ? t('team.empty_text') : unassigned ? t('team.unassigned', { count: unassigned }) : team.data ? t('start.next_team_done') : null}</p>
                            <div className="row wrap">
                                {nobody && may(session, 'user.invite') ? <Button onClick={() => void navigate({ to: '/team', search: { tab: 'people' } })}>{t('people.invite')}</Button> : null}
                                {!nobody && unassigned && may(session, 'account_assignment.create') ? <Button onClick={() => void navigate({ to: '/clients', search: { lead: 'none' } })}>{t('client.assign')}</Button> : null}
                                <Button variant="default" onClick={() => void navigate({ to: '/team' })}>{t('nav.team')}</Button>
                            </div>
                        </div>
                    </Panel>
                    <Panel title={t('start.next_overview')}>
                        <div className="column">
                            <p className="dim">{t('start.next_overview_text')}</p>
                            <div className="row wrap">
                                <Button variant="default" onClick={() => void navigate({ to: '/reports' })}>{t('nav.reports')}</Button>
                                <Button variant="default" onClick={() => void navigate({ to: '/clients' })}>{t('nav.clients')}</Button>
                            </div>
                        </div>
                    </Panel>
                </div>
            </div>
        </>
    );
}

function LargestLoss() {
    const { t } = useI18n();
    const session = use_session();
    const dependence = useQuery(concentration_query({ measure: 'revenue' }));
    const largest = dependence.data?.largest[0];
    const loss = useQuery(loss_query(largest ? [largest.account_id] : [])).data;
    return (
        <Panel title={largest ? t('start.next_loss', { name: largest.name }) : t('loss.title')}>
            <div className="column">
                {dependence.isError ? <ErrorNotice problem={dependence.error} /> : null}
                {dependence.data && !largest ? <p className="dim">{t('client.no_revenue_text')}</p> : null}
                {loss && largest ? (
                    <>
                        <b style={{ fontSize: '1.1875rem' }}>
                            <Figure of={{ figure: 'loss', loss, account_id: largest.account_id }}>{loss.no_threat ? t('loss.no_threat') : loss.months_until_loss === null ? t('loss.unknown') : t('loss.months', { count: loss.months_until_loss })}</Figure>
                        </b>
                        <p className="dim">{loss.reason ? t(`loss.reason.${loss.reason}` as TextKey) : t(loss.no_threat ? 'loss.no_threat_text' : 'loss.months_text')}</p>
                    </>
                ) : null}
                {loss?.reason === 'rates_missing' ? <div><Link to="/settings" search={{ tab: 'rates' }}>{t('settings.tab.rates')}</Link></div> : null}
                {loss?.reason && may(session, 'workspace.update') ? <CostsForm /> : null}
                <div><Link to="/segmentation" search={{ tab: 'concentration' }}>{t('seg.tab.concentration')}</Link></div>
            </div>
        </Panel>
    );
}
