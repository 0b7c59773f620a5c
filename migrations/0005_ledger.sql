-- Something we sell: a node of the tree of families, products, services and features.
CREATE TABLE "offering" (
    "id" @id PRIMARY KEY,
    "code" @text NOT NULL,
    "name" @text NOT NULL,
    "name_key" @key NOT NULL,
    "kind" @key NOT NULL,
    "parent_id" @id REFERENCES "offering" ("id"),
    "unit" @text,
    "active" @bool NOT NULL,
    "archived" @bool NOT NULL,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE UNIQUE INDEX "offering_code" ON "offering" ("code");
CREATE INDEX "offering_by_parent_id" ON "offering" ("parent_id");
CREATE INDEX "offering_by_name_key" ON "offering" ("name_key", "id");


-- One line of an invoice, credit note or cost: the source of every money figure. Amounts keep four decimals.
-- Millions of rows, so this table is thin: the import run says when and by whom, and references are checked by the one writer
-- and by `klicnik check` instead of by the engine (a third of the time of an import).
CREATE TABLE "ledger_entry" (
    "id" @id NOT NULL PRIMARY KEY,
    "account_id" @id,
    "offering_id" @id,
    "entry_kind" @key NOT NULL,
    "document_no" @text,
    "line_no" @int NOT NULL,
    "document_date" @date NOT NULL,
    "service_month" @int,
    "quantity" @int,
    "unit_price" @int,
    "amount" @int NOT NULL,
    "currency" @key,
    "recurring" @bool NOT NULL,
    "description" @text,
    "import_run_id" @id,
    "version" @int NOT NULL
) @rowless;
CREATE UNIQUE INDEX "ledger_entry_document_no_line_no_entry_kind" ON "ledger_entry" ("document_no", "line_no", "entry_kind");
-- A first import drops these two and makes them again at its end (ledger/bulk.cpp has the same text).
CREATE INDEX "ledger_entry_by_account_id_document_date" ON "ledger_entry" ("account_id", "document_date", "id")
    WHERE account_id IS NOT NULL;
CREATE INDEX "ledger_entry_by_document_date" ON "ledger_entry" ("document_date", "id");


-- What `units` of a currency cost in the base currency from a day on.
CREATE TABLE "exchange_rate" (
    "id" @id PRIMARY KEY,
    "valid_on" @date NOT NULL,
    "currency" @key NOT NULL,
    "units" @int NOT NULL,
    "rate" @int NOT NULL,
    "source" @key NOT NULL,
    "list_no" @int,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE UNIQUE INDEX "exchange_rate_currency_valid_on" ON "exchange_rate" ("currency", "valid_on");
CREATE INDEX "exchange_rate_by_valid_on" ON "exchange_rate" ("valid_on", "id");

-- Sums per client, month, currency and kind, kept in the transaction of the entries. Nothing here cannot be summed again
-- from ledger_entry; `klicnik check` does. Lines without a client have the nil id.
CREATE TABLE ledger_month (
    account_id @id NOT NULL,
    month @int NOT NULL,
    currency @key NOT NULL,
    entry_kind @key NOT NULL,
    amount @int NOT NULL,
    entries @int NOT NULL,
    PRIMARY KEY (account_id, month, currency, entry_kind)
) @rowless;
CREATE INDEX ledger_month_by_month ON ledger_month (month);

-- The last twelve months of each client in base currency: what lists, scores and shares read. Null where a rate is missing.
CREATE TABLE ledger_figure (
    account_id @id NOT NULL PRIMARY KEY,
    revenue @int,
    direct_cost @int,
    cost_to_serve @int
) @rowless;

-- What the figures were made for: one row.
CREATE TABLE ledger_state (
    id @int PRIMARY KEY,
    book_end @int
) @strict;
INSERT INTO ledger_state (id, book_end) VALUES (1, NULL);
