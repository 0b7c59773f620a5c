import { describe, expect, it } from 'vitest';
import { ago_text, day_text, money_short, money_text, number_text, parse_amount, parse_day, percent_text, sum_amounts } from '../src/i18n/format';

const nbsp = '\u00a0';

describe('money', () => {
    it('is written in the Czech way with unbreakable spaces', () => {
        expect(money_text('cs', { amount: '1234567.89', currency: 'CZK' })).toBe(`1${nbsp}234${nbsp}567,89${nbsp}Kč`);
        expect(money_text('cs', { amount: '-1234.50', currency: 'EUR' })).toBe(`−1${nbsp}234,50${nbsp}€`);
    });
    it('keeps every digit of an amount that a binary fraction cannot hold', () => {
        expect(money_text('en', { amount: '9007199254740993.01', currency: 'GBP' })).toBe('£9,007,199,254,740,993.01');
    });
    it('is short in lists', () => {
        expect(money_short('cs', { amount: '32400000.00', currency: 'CZK' })).toBe(`32,4${nbsp}mil.${nbsp}Kč`);
        expect(money_short('cs', { amount: '9850.40', currency: 'CZK' })).toBe(`9${nbsp}850${nbsp}Kč`);
    });
});

describe('ratios and numbers', () => {
    it('turns basis points into per cent', () => {
        expect(percent_text('cs', 1234)).toBe(`12,3${nbsp}%`);
        expect(percent_text('cs', 10_000, 0)).toBe(`100${nbsp}%`);
        expect(percent_text('en', 1234)).toBe('12.3%');
        expect(percent_text('cs', 500, 1, 1)).toBe(`5,0${nbsp}%`);
    });
    it('groups thousands and keeps asked decimals', () => {
        expect(number_text('cs', '541909')).toBe(`541${nbsp}909`);
        expect(number_text('cs', 36.4, 2, 2)).toBe('36,40');
    });
});

describe('days', () => {
    it('are the same day in every zone', () => {
        expect(day_text('cs', '2026-11-03')).toBe(`3.${nbsp}11.${nbsp}2026`);
        expect(day_text('cs', '2026-11-03', 'long')).toBe(`3.${nbsp}listopadu${nbsp}2026`);
        expect(day_text('en', '2026-11-03')).toBe(`3${nbsp}Nov${nbsp}2026`);
    });
    it('are read as people type them', () => {
        for (const typed of ['24. 11. 2026', '24.11.2026', '24/11/26', '2026-11-24', '24.11.', ' 24. 11. '])
            expect(parse_day(typed, '2026-01-01')).toBe('2026-11-24');
        for (const wrong of ['31. 2. 2026', '24', 'zítra', '2026-13-01', '']) expect(parse_day(wrong, '2026-01-01')).toBeNull();
    });
    it('are told as time passed', () => {
        const now = Date.parse('2026-11-23T12:00:00Z');
        expect(ago_text('cs', '2026-11-17T11:00:00Z', now)).toBe(`před${nbsp}6${nbsp}dny`);
        expect(ago_text('en', '2026-11-22T11:00:00Z', now)).toBe('yesterday');
    });
});

describe('sums', () => {
    it('are exact where binary fractions are not', () => {
        expect(sum_amounts(['0.10', '0.20', null])).toBe('0.30');
        expect(sum_amounts(['9007199254740993.01', '-0.0001', '-1'])).toBe('9007199254740992.0099');
        expect(sum_amounts(['-2.50', '1'])).toBe('-1.50');
    });
});

describe('typed amounts', () => {
    it('accept spaces and a comma and refuse anything ambiguous', () => {
        expect(parse_amount('1 234,50')).toBe('1234.50');
        expect(parse_amount('1\u00a0234\u202f567')).toBe('1234567');
        expect(parse_amount('−12.5')).toBe('-12.5');
        for (const wrong of ['1.234,56', '12,5,6', 'abc', '1,', '']) expect(parse_amount(wrong)).toBeNull();
    });
});
