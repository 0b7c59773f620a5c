// From an empty database to key clients: own data (clients, invoices, two estimates, tiers) or the sample firm.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useI18n } from '../../i18n/provider';
import { ImportWizard } from '../../records/import/ImportWizard';
import { SampleFirm } from '../../records/SampleFirm';
import { may, use_session } from '../../session';
import { Check, FileSheet, Sparkles } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { JudgeStep } from './JudgeStep';
import classes from './start.module.css';
import { notify } from '../../ui/notify';
import { on_demand } from '../../ui/on_demand';

const TiersStep = on_demand<{ done(): void; back(): void }>(() => import('./TiersStep').then((one) => ({ default: one.TiersStep })));
const NextSteps = on_demand<object>(() => import('./NextSteps').then((one) => ({ default: one.NextSteps })));

const steps = ['clients', 'invoices', 'judge', 'tiers'] as const;
/** The last page is no step: it says what comes after them. */
type Step = (typeof steps)[number] | 'next';

export function Start() {
    const { t } = useI18n();
    const session = use_session();
    const navigate = useNavigate();
    const queries = useQueryClient();
    const search = useSearch({ from: '/start' });
    const step = ([...steps, 'next'] as const).find((one) => one === search.step) ?? null;
    const go = (next: Step | null, run?: string) => void navigate({ to: '/start', search: { step: next ?? undefined, run } });
    const finish = async () => {
        await queries.invalidateQueries();
        notify(t, t('start.finish'));
        await navigate({ to: '/clients' });
    };

    if (!step) {
        return (
            <Page title={t('start.title')}>
                <p className={classes.lead}>{t('start.lead')}</p>
                <div className={classes.choices}>
                    <section className={classes.choice} aria-labelledby="start-own">
                        <FileSheet size={26} strokeWidth={1.5} aria-hidden />
                        <h2 id="start-own">{t('start.own')}</h2>
                        <p className="dim">{t('start.own_text')}</p>
                        <div><Button onClick={() => go('clients')}>{t('start.begin')}</Button></div>
                    </section>
                    {may(session, 'sample.load') ? (
                        <section className={classes.choice} aria-labelledby="start-sample">
                            <Sparkles size={26} strokeWidth={1.5} aria-hidden />
                            <h2 id="start-sample">{t('start.sample')}</h2>
                            <p className="dim">{t('start.sample_text')}</p>
                            <SampleFirm loaded={() => void finish()} />
                        </section>
                    ) : null}
                </div>
            </Page>
        );
    }
    const at = step === 'next' ? steps.length : steps.indexOf(step);
    return (
        <Page title={t('start.title')}>
            <ol className={classes.steps} aria-label={t('start.steps')}>
                {steps.map((one, index) => (
                    <li key={one} data-state={index < at ? 'done' : index === at ? 'now' : 'next'} aria-current={index === at ? 'step' : undefined}>
                        <span className={classes.number}>{index < at ? <Check size={13} aria-hidden /> : index + 1}</span>
                        {t(`start.step.${one}`)}
                    </li>
                ))}
            </ol>
            {step === 'clients' ? (
                <ImportWizard key="clients" kind="accounts" run_id={search.run ?? null} opened={(id) => go('clients', id ?? undefined)} done={() => go('invoices')} skip={() => go('invoices')} />
            ) : null}
            {step === 'invoices' ? (
                <ImportWizard key="invoices" kind="invoices" run_id={search.run ?? null} opened={(id) => go('invoices', id ?? undefined)} done={() => go('judge')} skip={() => go('judge')} />
            ) : null}
            {step === 'judge' ? <JudgeStep done={() => go('tiers')} back={() => go('invoices')} /> : null}
            {step === 'tiers' ? <TiersStep done={() => void queries.invalidateQueries().then(() => go('next'))} back={() => go('judge')} /> : null}
            {step === 'next' ? <NextSteps /> : null}
        </Page>
    );
}
