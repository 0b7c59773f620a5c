// What if: clients are moved between managers on paper; the load before and after is computed by the server, and only
// then the moves are carried out one by one. Every move can be made from the keyboard.
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type DragEvent } from 'react';
import { api, Problem } from '../../api/client';
import { team_load_query, user_load_query } from '../../api/queries';
import type { LoadPreview, TeamLoadItem, Tier } from '../../api/types';
import { useI18n } from '../../i18n/provider';
import { may, use_session } from '../../session';
import { Figure } from '../../records/Figure';
import { LoadBar } from '../../records/LoadBar';
import { TierShape } from '../../ui/badges';
import { EmptyState, ErrorNotice, Notice } from '../../ui/notices';
import classes from './team.module.css';
import { notify } from '../../ui/notify';

interface Chip {
    account_id: string;
    name: string;
    tier: Tier | null;
    points: string;
    home: string;
}

export function PlanView() {
    const i18n = useI18n();
    const { t } = i18n;
    const session = use_session();
    const can_assign = may(session, 'account_assignment.create');
    const queries = useQueryClient();
    const team = useQuery(team_load_query);
    const people = (team.data?.items ?? []).filter((item) => item.active);
    const loads = useQueries({ queries: people.map((person) => user_load_query(person.user_id)) });
    const [moves, set_moves] = useState<Record<string, string>>({});
    const [over, set_over] = useState<string | null>(null);
    const [reason, set_reason] = useState('');
    const [busy, set_busy] = useState(false);
    const [problem, set_problem] = useState<unknown>(null);

    const chips: Chip[] = loads.flatMap((load) =>
        (load.data?.lines ?? [])
            .filter((line) => line.role === 'lead')
            .map((line) => ({ account_id: line.account_id, name: line.account_name, tier: line.tier, points: line.points, home: load.data!.user_id })),
    );
    const plan = Object.entries(moves).map(([account_id, user_id]) => ({ account_id, user_id, role: 'lead' as const }));
    const preview = useQuery({
        queryKey: ['team', 'plan', plan],
        queryFn: () => api.post<LoadPreview>('/team/load/preview', { moves: plan }),
        enabled: plan.length > 0,
        placeholderData: keepPreviousData,
    });
    const after = (person: TeamLoadItem) => (plan.length ? preview.data?.items.find((item) => item.user_id === person.user_id)?.after : undefined);
    const overloaded = people.filter((person) => {
        const then = after(person);
        return then !== undefined && (then.load_bp ?? 0) > 10_000 && (then.load_bp ?? 0) > (person.load_bp ?? 0);
    });

    const move = (chip: Chip, user_id: string) =>
        set_moves((current) => {
            const next = { ...current };
            if (user_id === chip.home) delete next[chip.account_id];
            else next[chip.account_id] = user_id;
            return next;
        });
    const drop = (event: DragEvent, user_id: string) => {
        event.preventDefault();
        set_over(null);
        const chip = chips.find((one) => one.account_id === event.dataTransfer.getData('text/plain'));
        if (chip) move(chip, user_id);
    };
    const carry_out = async () => {
        set_busy(true);
        set_problem(null);
        const left = { ...moves };
        try {
            for (const one of plan) {
                const expires = new Date(`${session.today}T00:00:00Z`);
                expires.setUTCMonth(expires.getUTCMonth() + 3);
                await api.post('/account_assignments', {
                    ...one,
                    from_on: session.today,
                    ...(overloaded.some((person) => person.user_id === one.user_id) ? { over_capacity_reason: reason.trim(), risk_expires_on: expires.toISOString().slice(0, 10) } : {}),
                });
                delete left[one.account_id];
            }
            notify(t, t('plan.done', { count: plan.length }));
            set_reason('');
        } catch (refusal) {
            set_problem(refusal);
            if (!(refusal instanceof Problem)) throw refusal;
        } finally {
            set_moves(left);
            set_busy(false);
            for (const key of ['team', 'accounts', 'assignments']) void queries.invalidateQueries({ queryKey: [key] });
        }
    };

    if (team.data && !people.length) return <EmptyState title={t('team.empty')} text={t('team.empty_text')} />;
    return (
        <div className="column" style={{ gap: 14 }}>
            <p className="dim">{t('plan.text')}</p>
            {problem ? <ErrorNotice problem={problem} /> : null}
            {overloaded.length && can_assign ? (
                <Notice kind="warn">
                    <div className="column">
                        <p>{t('plan.over', { names: overloaded.map((person) => person.user_name).join(', ') })}</p>
                        <Textarea aria-label={t('assign.reason')} placeholder={t('assign.reason')} autosize minRows={1} value={reason} onChange={(event) => set_reason(event.currentTarget.value)} />
                    </div>
                </Notice>
            ) : null}
            <div className="row wrap" role="status">
                <span className="grow">{plan.length ? t('plan.moves', { count: plan.length }) : <span className="dim">{t('plan.none')}</span>}</span>
                <Button variant="default" disabled={!plan.length} onClick={() => set_moves({})}>{t('plan.reset')}</Button>
                {can_assign ? <Button disabled={!plan.length || (overloaded.length > 0 && !reason.trim())} loading={busy} onClick={() => void carry_out()}>{t('plan.carry_out')}</Button> : null}
            </div>
            <div className={classes.board}>
                {people.map((person) => {
                    const then = after(person);
                    const mine = chips.filter((chip) => (moves[chip.account_id] ?? chip.home) === person.user_id);
                    return (
                        <section
                            key={person.user_id}
                            className={classes.lane}
                            data-over={over === person.user_id}
                            aria-label={person.user_name}
                            onDragOver={(event) => {
                                event.preventDefault();
                                set_over(person.user_id);
                            }}
                            onDragLeave={() => set_over(null)}
                            onDrop={(event) => drop(event, person.user_id)}
                        >
                            <header>
                                <b>{person.user_name}</b>
                                <LoadBar label={t('plan.now')} load={person} />
                                {plan.length ? <LoadBar label={t('plan.then')} load={{ ...person, ...then }} now={person} /> : null}
                            </header>
                            <ul>
                                {mine.map((chip) => (
                                    <li
                                        key={chip.account_id}
                                        className={classes.chip}
                                        data-moved={moves[chip.account_id] !== undefined}
                                        draggable
                                        onDragStart={(event) => event.dataTransfer.setData('text/plain', chip.account_id)}
                                    >
                                        <span className={classes.shape} data-tier={chip.tier ?? 'none'}>{chip.tier ? <TierShape tier={chip.tier} /> : null}</span>
                                        <span className="clip grow" title={chip.name}>{chip.name}</span>
                                        <span className="number small dim"><Figure quiet of={{ figure: 'plan_points', account_id: chip.account_id, name: chip.name, points: chip.points, user_id: chip.home }}>{i18n.number(chip.points, 1)}</Figure></span>
                                        <NativeSelect
                                            size="xs"
                                            className={classes.move}
                                            aria-label={t('plan.move', { name: chip.name })}
                                            value={person.user_id}
                                            onChange={(event) => move(chip, event.currentTarget.value)}
                                            data={people.map((one) => ({ value: one.user_id, label: one.user_name }))}
                                        />
                                    </li>
                                ))}
                            </ul>
                        </section>
                    );
                })}
            </div>
        </div>
    );
}
