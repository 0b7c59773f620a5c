// The look of the pages before sign-in: the form on the left, what the product is for on the right.
import { useEffect, type ReactNode } from 'react';
import { useI18n } from '../../i18n/provider';
import { Mark } from '../../ui/Shell';
import classes from './auth.module.css';

const bubbles: [number, number, number, string][] = [
    [330, 74, 34, '#e0a73f'], [268, 118, 21, '#e0a73f'], [372, 148, 15, '#63c7bb'], [206, 84, 13, '#63c7bb'],
    [300, 190, 18, '#63c7bb'], [150, 150, 11, '#8fa6d8'], [228, 206, 10, '#8fa6d8'], [112, 212, 7, '#93a09d'],
    [170, 232, 8, '#93a09d'], [84, 178, 6, '#93a09d'], [394, 226, 9, '#8fa6d8'],
];

export function AuthFrame({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
    const i18n = useI18n();
    const { t } = i18n;
    useEffect(() => {
        document.title = `${title} · Klíčník`;
    }, [title]);
    return (
        <main className={classes.screen}>
            <div className={classes.side}>
                <div className={classes.box}>
                    <div className={classes.brand}><Mark />Klíčník</div>
                    <div className="column tight">
                        <h1>{title}</h1>
                        {lead ? <p className={classes.lead}>{lead}</p> : null}
                    </div>
                    {children}
                    <div className={classes.foot}>
                        <button type="button" className="plain dim" onClick={() => i18n.set_language(i18n.language === 'cs' ? 'en' : 'cs')}>
                            {t('shell.other_language')}
                        </button>
                    </div>
                </div>
            </div>
            <div className={classes.picture}>
                <p>{t('auth.promise')}</p>
                <svg viewBox="0 0 460 270" aria-hidden="true">
                    <g stroke="#2b6e66" strokeWidth="1">
                        <path d="M50 10V250H450M50 130H450M250 10V250" fill="none" />
                    </g>
                    {bubbles.map(([x, y, r, colour]) => (
                        <circle key={`${x}-${y}`} cx={x} cy={y} r={r} fill={colour} opacity="0.92" />
                    ))}
                </svg>
                <ul>
                    <li>{t('auth.point_key')}</li>
                    <li>{t('auth.point_risk')}</li>
                    <li>{t('auth.point_team')}</li>
                </ul>
            </div>
        </main>
    );
}
