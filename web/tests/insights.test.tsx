import { screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { CareReturnReport } from '../src/api/types';
import { CareReturn } from '../src/features/reports/Care';
import { body_of_wishes, is_changed, model_changes, weights_of, wishes_of, with_threshold, with_weight } from '../src/records/reports/what_if';
import { parse_search, reports_search, stringify_search } from '../src/search';
import { Pairs } from '../src/ui/charts/Pairs';
import { show } from './render';

vi.mock('@tanstack/react-router', () => ({
    Link: ({ children }: { children: string }) => <a href="/">{children}</a>,
    useNavigate: () => () => undefined,
    useSearch: () => ({}),
    useLocation: () => ({ pathname: '/reports/care' }),
}));

describe('the wishes of „what if“', () => {
    const model = { threshold_a: 70, threshold_b: 50, threshold_c: 30 };
    it('go through the address and come back the same', () => {
        const search = reports_search(parse_search('?weights=volume:40,potential:10&threshold_a=75&price=-5&leaving=acc_01m8cxnj5pfew9z8aafvzps7yr'));
        expect(wishes_of(search)).toEqual({ weights: 'volume:40,potential:10', threshold_a: '75', threshold_b: undefined, threshold_c: undefined, price: '-5', leaving: 'acc_01m8cxnj5pfew9z8aafvzps7yr' });
        expect(reports_search(parse_search(stringify_search(search as Record<string, unknown>)))).toEqual(search);
        expect(body_of_wishes(wishes_of(search))).toEqual({
            weights: [{ criterion: 'volume', weight: 40 }, { criterion: 'potential', weight: 10 }],
            threshold_a: 75, threshold_b: null, threshold_c: null, price_change_bp: -500, leaving: ['acc_01m8cxnj5pfew9z8aafvzps7yr'],
        });
    });
    it('forget what nobody could have meant', () => {
        expect(reports_search(parse_search('?weights=volume&price=90&leaving=acc_x&horizon=0&margin=abc&tiers=E&hours_a=-1'))).toEqual({});
    });
    it('do not name what is as in the model', () => {
        expect(with_weight(undefined, 'volume', 40, 30)).toBe('volume:40');
        expect(with_weight('volume:40,potential:10', 'volume', 30, 30)).toBe('potential:10');
        expect(with_weight('volume:40', 'volume', 30, 30)).toBeUndefined();
        expect(weights_of(undefined).size).toBe(0);
        expect(is_changed({ weights: undefined })).toBe(false);
    });
    it('never let thresholds cross', () => {
        expect(with_threshold({}, model, 'threshold_b', 80)).toMatchObject({ threshold_a: '80', threshold_b: '80', threshold_c: undefined });
        expect(with_threshold({}, model, 'threshold_a', 40)).toMatchObject({ threshold_a: '40', threshold_b: '40', threshold_c: undefined });
        expect(with_threshold({ threshold_a: '80' }, model, 'threshold_a', 70)).toMatchObject({ threshold_a: undefined, threshold_b: undefined, threshold_c: undefined });
    });
    it('become a draft of the model with its weights and thresholds, and nothing else of them', () => {
        const criteria = [{ code: 'volume', weight: 30, label: '' }, { code: 'potential', weight: 25, label: '' }] as never;
        expect(model_changes({ price: '5', leaving: 'acc_1' }, { ...model, criteria })).toBeNull();
        expect(model_changes({ weights: 'volume:40', threshold_a: '80', price: '5' }, { ...model, criteria })).toEqual({
            criteria: [{ code: 'volume', weight: 40, label: '' }, { code: 'potential', weight: 25, label: '' }], threshold_a: 80, threshold_b: 50, threshold_c: 30,
        });
    });
});

it('a pair of bars says both values to those who cannot see it', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(600);
    await show(<Pairs label="Úrovně" axis={String} legend={['dnes', 'potom']} pairs={[{ key: 'A', values: [4, 6], tick: 'A', tip: ['A', 'dnes: 4', 'potom: 6'] }]} />);
    expect(screen.getByRole('group', { name: 'Úrovně' })).toBeInTheDocument();
    expect(screen.getByText('dnes')).toBeInTheDocument();
});

const report: CareReturnReport = {
    period: { currency: 'CZK', base: 'invoices', known: 'now', as_of: '2026-10-31', window: 12, start_first: '2024-11', start_last: '2025-10', end_first: '2025-11', end_last: '2026-10', group: false, family: null, clients_chosen: 40, clients_without_rate: 0, books_first: '2023-11', books_end: '2026-10' },
    reason: null, verdict: 'indistinct', return_bp: 2000, net: '320000', break_even_bp: 889, payback_months: '10', retained: '900000', expanded: '720000', referral: '300000', benefit: '1920000', cost: '1600000', margin: '18000000',
    before_return_bp: null, before_net: null, negative_twice: false, clients_negative_twice: 1, basis: 'assumption', lift_retention_bp: 500, lift_growth_bp: 400, assumed_retention_bp: 500, assumed_growth_bp: 400, referral_margin: '600000', attribution_bp: 5000,
    cost_source: 'ledger', tiers: ['A', 'B'], comparison_least: 8, band_from: null, band_to: null, margin_is_revenue: false, unknown: 0, costs_without_rate: 0,
    estimates: [{ estimate: 'low', benefit: '1110000', cost: '1600000', net: '-490000', return_bp: -3063 }, { estimate: 'base', benefit: '1920000', cost: '1600000', net: '320000', return_bp: 2000 }, { estimate: 'high', benefit: '2730000', cost: '1600000', net: '1130000', return_bp: 7063 }],
    arms: [{ arm: 'programme', clients: 12, start: '40000000', end: '42000000', retention_bp: 9400, retention_error: '1.2', expansion_bp: 1100, expansion_error: '0.8' }, { arm: 'comparison', clients: 3, start: '2000000', end: '1900000', retention_bp: null, retention_error: null, expansion_bp: null, expansion_error: null }],
    items: [{ account_id: 'acc_1', name: 'Trasima', tier: 'A', margin: '100', change: '-5', benefit: '10', cost: '20', net: '-10', negative_twice: true }], total: 12,
};
describe('the return on care', () => {
    it('begins with an honest sentence and its range, and says that an assumption is no measurement', async () => {
        await show(<CareReturn data={report} csv="/x.csv" />);
        const status = screen.getByRole('status');
        expect(status).toHaveTextContent('nelze odlišit od nuly');
        expect(status).toHaveTextContent(/mezi .*490.*1.*130/);
        expect(status).toHaveTextContent('Není to měření');
        expect(screen.getByText('podruhé po sobě v minusu')).toBeInTheDocument();
    });
    it('says plainly that care makes no sense, and why nothing can be said', async () => {
        const { unmount } = await show(<CareReturn data={{ ...report, verdict: 'no_sense' }} csv="/x.csv" />);
        expect(screen.getByRole('status')).toHaveTextContent('automatizujte');
        unmount();
        await show(<CareReturn data={{ ...report, verdict: null, reason: 'no_clients', estimates: [], arms: [], items: [] }} csv="/x.csv" />, 'en');
        expect(screen.getByText('The return on care cannot be computed')).toBeInTheDocument();
    });
    it('shows what may be changed', async () => {
        await show(<CareReturn data={report} csv="/x.csv" />, 'en');
        expect(screen.getByLabelText('Retention better by')).toHaveValue('5');
        expect(screen.getByLabelText('Credit to care')).toHaveValue('50');
        expect(screen.getByRole('button', { name: 'A' })).toHaveAttribute('aria-pressed', 'true');
        expect(screen.getByRole('button', { name: 'C' })).toHaveAttribute('aria-pressed', 'false');
    });
});
