-- Figures follow the calendar in short steps. `swept_to` is the client up to whom a running pass has come, null when none
-- runs; `revenue` is that of all clients together, kept with every figure; `shares_of` is the revenue that the stored shares
-- are shares of.
ALTER TABLE ledger_state ADD COLUMN swept_to @id;
ALTER TABLE ledger_state ADD COLUMN revenue @int NOT NULL DEFAULT 0;
ALTER TABLE ledger_state ADD COLUMN shares_of @int;
UPDATE ledger_state SET revenue = COALESCE((SELECT SUM(revenue) FROM ledger_figure), 0),
    shares_of = (SELECT SUM(revenue) FROM ledger_figure);
