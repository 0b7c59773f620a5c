import type { LoadBand } from '../api/types';
import { useI18n } from '../i18n/provider';
import classes from '../ui/parts.module.css';
import { Figure, type Load } from './Figure';

interface Props {
    load: Load & { band: LoadBand };
    label?: string;
    /** The load as it is now, when `load` is what it would become. */
    now?: Load;
}
/** Load against capacity; the bar ends at 170 % and the line marks 100 %. */
export function LoadBar({ load, label, now }: Props) {
    const i18n = useI18n();
    const { t } = i18n;
    const scale = 17_000;
    const { load_bp, band } = load;
    const shown = Math.min(scale, Math.max(0, load_bp ?? 0));
    const percent = load_bp === null ? t('load.no_capacity') : i18n.percent(load_bp, 0);
    return (
        <div className={classes.load} data-band={band}>
            <div className={classes.words}>
                <span className="clip">{label}</span>
                <span className={`number ${band === 'red' ? 'bad' : band === 'amber' ? 'warn' : 'dim'}`}>
                    <Figure of={now ? { figure: 'load_then', load, now } : { figure: 'load', load }}>{percent}</Figure>
                    {band === 'green' ? '' : ` · ${t(`load.${band}`)}`}
                </span>
            </div>
            <div
                className={classes.track}
                role="img"
                aria-label={t('load.meaning', { points: i18n.number(load.points, 1), capacity: i18n.number(load.capacity_points, 1) })}
            >
                <div className={classes.fill} style={{ width: `${(shown / scale) * 100}%` }} />
                <div className={classes.limit} style={{ left: `${(10_000 / scale) * 100}%` }} />
            </div>
        </div>
    );
}
