// What the client is worth to us, part by part: never one number, and unknown where nobody has recorded it.
import { useQuery } from '@tanstack/react-query';
import { value_card_query } from '../../api/queries';
import type { Account, ValueComponent } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { Figure, type AnswerRows } from '../../records/Figure';
import { ErrorNotice } from '../../ui/notices';
import { Panel } from '../../ui/Page';

export function ValueCard({ account }: { account: Account }) {
    const { t } = useI18n();
    const card = useQuery(value_card_query(account.id));
    if (card.isError) return <Panel title={t('value_card.title')}><ErrorNotice problem={card.error} retry={() => void card.refetch()} /></Panel>;
    if (!card.data) return null;
    const { components, currency } = card.data;
    return (
        <Panel flush title={t('value_card.title')} note={t('value_card.note')}>
            <table className="table">
                <thead className="visually-hidden">
                    <tr><th>{t('value_card.part')}</th><th>{t('reports.amount')}</th></tr>
                </thead>
                <tbody>
                    {components.map((one) => <Row key={one.part} account={account} component={one} currency={currency} />)}
                </tbody>
            </table>
        </Panel>
    );
}

function Row({ account, component, currency }: { account: Account; component: ValueComponent; currency: string }) {
    const i18n = useI18n();
    const { t } = i18n;
    const title = i18n.label(`value_part.${component.part}`) ?? component.part;
    const day = component.on === null ? null : i18n.day(component.on);
    const source = component.source === null ? null : (i18n.label(`value_source.${component.source}`) ?? component.source);
    const said = [source, component.judged_by, day].filter((one) => one !== null).join(', ');
    const tab = component.source === 'contracts' ? 'contracts' : component.source === 'judgement' ? 'history' : 'figures';
    const rows: AnswerRows = { client: account.id, tab, name: account.name };
    const shown = component.value === null ? null : component.unit === 'money' ? i18n.money_short({ amount: component.value, currency }) : t('value_card.points', { points: i18n.number(component.value) });
    const whole = component.value === null ? '' : component.unit === 'money' ? i18n.money({ amount: component.value, currency }, true) : (shown ?? '');
    const lines: [string, string][] = [];
    if (source) lines.push([t('value_card.source'), source]);
    if (component.judged_by) lines.push([t('value_card.judged_by'), component.judged_by]);
    if (component.reason) lines.push([t('value_card.reason'), component.reason]);
    return (
        <tr>
            <th scope="row">
                {title}
                <div className="small dim">{component.unknown ? i18n.label(`value_unknown.${component.unknown}`) : said}{component.stale ? ` · ${t('value_card.stale')}` : ''}</div>
            </th>
            <td className="right number">
                {shown === null ? (
                    <span className="dim">{t('value.unknown')}</span>
                ) : (
                    <Figure of={{ figure: 'answer', answer: { code: `card_${component.part}`, title, value: whole, lines, as_of: component.on ?? undefined, rows } }}>{shown}</Figure>
                )}
            </td>
        </tr>
    );
}
