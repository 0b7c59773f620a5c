// Small marks with a meaning: never by colour alone, always a shape and a word.
import type { Lifecycle, Tier } from '../api/types';
import { useI18n } from '../i18n/provider';
import type { TextKey } from '../i18n/runtime';
import classes from './parts.module.css';

const shapes: Record<Tier, string> = {
    A: 'M6 .6l1.6 3.5 3.8.4-2.8 2.6.8 3.8L6 9l-3.4 1.9.8-3.8L.6 4.5l3.8-.4z',
    B: 'M6 1.2l5 9.2H1z',
    C: 'M6 1a5 5 0 100 10A5 5 0 006 1z',
    D: 'M1.5 1.5h9v9h-9z M3.2 3.2v5.6h5.6V3.2z',
};

export function TierShape({ tier }: { tier: Tier }) {
    return (
        <svg viewBox="0 0 12 12" aria-hidden="true" fill="currentColor" fillRule="evenodd">
            <path d={shapes[tier]} />
        </svg>
    );
}

export function tier_name(t: (key: TextKey) => string, tier: string | null): string {
    switch (tier) {
        case 'A': return t('tier.A');
        case 'B': return t('tier.B');
        case 'C': return t('tier.C');
        case 'D': return t('tier.D');
        default: return t('tier.none');
    }
}

export function TierBadge({ tier }: { tier: Tier | null }) {
    const { t } = useI18n();
    return (
        <span className={classes.tier} data-tier={tier ?? 'none'}>
            {tier ? <TierShape tier={tier} /> : null}
            {tier ? `${tier} · ${tier_name(t, tier)}` : tier_name(t, null)}
        </span>
    );
}

const lifecycle_kind: Record<Lifecycle, string> = {
    prospect: 'none', onboarding: 'none', active: 'good', at_risk: 'warn', leaving: 'bad', former: 'none',
};
export const lifecycles: Lifecycle[] = ['prospect', 'onboarding', 'active', 'at_risk', 'leaving', 'former'];

export function LifecycleMark({ lifecycle }: { lifecycle: Lifecycle }) {
    const { t } = useI18n();
    return (
        <span className={classes.state} data-kind={lifecycle_kind[lifecycle]}>
            <i aria-hidden="true" />
            {t(`lifecycle.${lifecycle}`)}
        </span>
    );
}

export function StateMark({ kind, children }: { kind: 'good' | 'warn' | 'bad' | 'none'; children: string }) {
    return (
        <span className={classes.state} data-kind={kind}>
            <i aria-hidden="true" />
            {children}
        </span>
    );
}
