import { screen, fireEvent, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Problem, query_text } from '../src/api/client';
import { rows_to_look_at } from '../src/records/import/Report';
import { effective_weight_bp } from '../src/records/score_words';
import { ScoreTable } from '../src/records/ScoreTable';
import { clients_search, parse_search, stringify_search } from '../src/search';
import { LoadBar } from '../src/records/LoadBar';
import { TierBadge } from '../src/ui/badges';
import { Explained, ExplanationBody } from '../src/ui/Explain';
import { ErrorNotice } from '../src/ui/notices';
import { show } from './render';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { AccountScore, ScoreLine } from '../src/api/types';

describe('addresses', () => {
    it('carry filters as plain text and leave out what is empty', () => {
        expect(stringify_search({ tier: 'A,B', q: 'sklárny', lead: undefined })).toBe('?tier=A,B&q=skl%C3%A1rny');
        expect(clients_search(parse_search('?tier=A&create=true&nonsense=1'))).toEqual({ tier: 'A', create: true });
    });
    it('are built for the server without empty parameters', () => {
        expect(query_text({ limit: 50, q: '', after: null, tier: ['A', 'B'], 'revenue_12m[gte]': 1000 })).toBe('?limit=50&tier=A%2CB&revenue_12m%5Bgte%5D=1000');
    });
});

describe('meaning without colour', () => {
    it('a tier has a letter and a word', async () => {
        await show(<TierBadge tier="A" />);
        expect(screen.getByText('A · Klíčový')).toBeInTheDocument();
    });
    it('an overload is said in words', async () => {
        await show(<LoadBar load={{ user_id: 'usr_1', user_name: 'Eva', points: '41.2', capacity_points: '30', load_bp: 13733, band: 'red' }} label="Eva" />);
        expect(screen.getByText(/přetížení/)).toBeInTheDocument();
        expect(screen.getByRole('img', { name: '41,2 bodů z\u00a0kapacity 30' })).toBeInTheDocument();
    });
});

describe('a number', () => {
    it('opens its formula and its inputs', async () => {
        await show(<Explained body={() => <ExplanationBody explanation={{ title: 'Podíl', formula: 'obrat děleno obratem', lines: [{ label: 'Obrat', value: '10' }] }} />}>12 %</Explained>);
        fireEvent.click(screen.getByRole('button', { name: '12 %' }));
        expect(await screen.findByText('obrat děleno obratem')).toBeInTheDocument();
        expect(screen.getByText('Obrat')).toBeInTheDocument();
    });
    it('closes on Escape before the focus has come to it', async () => {
        await show(<Explained body={() => <ExplanationBody explanation={{ title: 'Podíl', formula: 'obrat děleno obratem' }} />}>12 %</Explained>);
        const number = screen.getByRole('button', { name: '12 %' });
        number.focus();
        fireEvent.click(number);
        expect(await screen.findByText('obrat děleno obratem')).toBeInTheDocument();
        fireEvent.keyDown(number, { key: 'Escape' });
        expect(screen.queryByText('obrat děleno obratem')).toBeNull();
    });
});

describe('a refusal', () => {
    it('lists every field and keeps the words of the server', async () => {
        const problem = new Problem(400, { kind: 'invalid', code: 'input.invalid', message: 'Některé údaje je třeba opravit.', fields: [{ field: 'name', code: 'required', message: 'Název je povinný.' }] });
        await show(<ErrorNotice problem={problem} />);
        const alert = screen.getByRole('alert');
        expect(within(alert).getByText('Některé údaje je třeba opravit.')).toBeInTheDocument();
        expect(within(alert).getByText('Název je povinný.')).toBeInTheDocument();
    });
    it('says that the server does not answer', async () => {
        await show(<ErrorNotice problem={new Problem(0, { kind: 'offline' })} />, 'en');
        expect(screen.getByText(/does not answer/)).toBeInTheDocument();
    });
});

describe('the score', () => {
    // AC16.1: the lines sum to the total exactly as shown.
    it('shows lines whose contributions add up to the total', async () => {
        const line = { label: null, value_reason: null, percentile_bp: null, stale: false, judged_by: null, judged_by_name: null, judged_on: null, judgement_reason: null };
        const score: AccountScore = {
            account_id: 'acc_1', as_of: '2026-10', model_version: 1, total_bp: 7626, low_bp: 7626, high_bp: 7626, proposed_tier: 'A', tier: 'A',
            incomplete: false, existential: false, known_weight_bp: 10_000, override: null,
            lines: [
                { ...line, criterion: 'volume', source: 'computed', value: '100', value_kind: 'number', points_bp: 9100, weight: 30, contribution_bp: 3640 },
                { ...line, criterion: 'potential', source: 'judged', value: '70', value_kind: 'points', points_bp: 7000, weight: 25, contribution_bp: 2333 },
                { ...line, criterion: 'cost_to_serve', source: 'computed', value: '0.12', value_kind: 'ratio', points_bp: 6200, weight: 20, contribution_bp: 1653 },
            ],
        };
        await show(
            <QueryClientProvider client={new QueryClient()}>
                <ScoreTable score={score} account_name="X" currency="CZK" can_judge={false} />
            </QueryClientProvider>,
        );
        for (const text of ['36,40', '23,33', '16,53', '76,26']) expect(screen.getByText(text)).toBeInTheDocument();
        expect(score.lines.reduce((sum, one) => sum + (one.contribution_bp ?? 0), 0)).toBe(score.total_bp);
        // Of the weights 30, 25 and 20 the first is 40 %; points times it is the contribution.
        expect(screen.getByText('× 40 %')).toBeInTheDocument();
        expect(screen.getByText('nastaveno 30')).toBeInTheDocument();
    });
    it('shares the weight of an unknown criterion among the known ones', () => {
        const line = (weight: number, points_bp: number | null) => ({ weight, points_bp }) as ScoreLine;
        const lines = [line(30, 10_000), line(25, 3500), line(25, 9500), line(20, null)];
        const parts = lines.map((one) => effective_weight_bp({ lines } as AccountScore, one));
        expect(parts).toEqual([3750, 3125, 3125, null]);
        expect(parts.reduce<number>((sum, one) => sum + (one ?? 0), 0)).toBe(10_000);
    });
});

describe('the sample of an import', () => {
    it('shows refused rows, then changed ones, then the rest in the order of the file', () => {
        const rows = [[1, 'created'], [2, 'updated'], [3, 'unchanged'], [4, 'refused'], [5, 'created'], [6, 'refused']].map(([row, outcome]) => ({ row: Number(row), outcome: String(outcome) }));
        expect(rows_to_look_at(rows).map((one) => one.row)).toEqual([4, 6, 2, 1, 3, 5]);
    });
});
