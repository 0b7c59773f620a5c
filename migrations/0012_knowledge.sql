-- What each day taught: sums per client, month, currency and kind, by the day on which they were recorded. Added up over all
-- days they are ledger_month; added up to a day they are what was known then. `revision` is that of ledger_state when the row
-- last changed: who keeps figures in memory asks for what is newer.
CREATE TABLE ledger_known (
    account_id @id NOT NULL,
    month @int NOT NULL,
    currency @key NOT NULL,
    entry_kind @key NOT NULL,
    known_on @date NOT NULL,
    amount @int NOT NULL,
    revision @int NOT NULL,
    PRIMARY KEY (account_id, month, currency, entry_kind, known_on)
) @rowless;
CREATE INDEX ledger_known_by_revision ON ledger_known (revision, account_id);

-- Days on which clients bought, with what those documents brought: the rhythm of orders and the value of customers.
CREATE TABLE ledger_day (
    account_id @id NOT NULL,
    day @date NOT NULL,
    currency @key NOT NULL,
    amount @int NOT NULL,
    entries @int NOT NULL,
    PRIMARY KEY (account_id, day, currency)
) @rowless;

ALTER TABLE ledger_state ADD COLUMN revision @int NOT NULL DEFAULT 0;
