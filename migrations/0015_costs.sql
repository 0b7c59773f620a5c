-- Costs are few among the sums: reports on care read them alone, not the millions of sums of revenue between them.
CREATE INDEX ledger_month_by_cost ON ledger_month (entry_kind, month, account_id) WHERE entry_kind NOT IN ('revenue', 'credit_note');
