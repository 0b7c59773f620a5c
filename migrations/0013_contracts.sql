-- What we agreed with a client. Ends are half-open: the first day without the contract. `replaces_id` is checked by the one
-- writer and by `klicnik check`, so that contracts can be removed in any order.
CREATE TABLE "contract" (
    "id" @id PRIMARY KEY,
    "account_id" @id NOT NULL REFERENCES "account" ("id"),
    "number" @text,
    "name" @text NOT NULL,
    "name_key" @key NOT NULL,
    "kind" @key NOT NULL,
    "starts_on" @date NOT NULL,
    "ends_on" @date,
    "notice_days" @int NOT NULL,
    "auto_renew" @bool NOT NULL,
    "renewal_term_months" @int,
    "annual_value" @int,
    "currency" @key,
    "indexation" @text,
    "sla_text" @text,
    "state" @key NOT NULL,
    "notice_given_on" @date,
    "terminated_on" @date,
    "end_reason" @text,
    "replaces_id" @id,
    "archived" @bool NOT NULL,
    "term_ends_on" @date,
    "notice_deadline_on" @date,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE UNIQUE INDEX "contract_number" ON "contract" ("number") WHERE "number" IS NOT NULL;
CREATE INDEX "contract_by_account_id_starts_on" ON "contract" ("account_id", "starts_on", "id");
CREATE INDEX "contract_by_state_term_ends_on" ON "contract" ("state", "term_ends_on", "id");
CREATE INDEX "contract_by_name_key" ON "contract" ("name_key", "id");
CREATE INDEX "contract_by_starts_on" ON "contract" ("starts_on", "id");
CREATE INDEX "contract_by_ends_on" ON "contract" ("ends_on", "id");
CREATE INDEX "contract_by_term_ends_on" ON "contract" ("term_ends_on", "id");
CREATE INDEX "contract_by_notice_deadline_on" ON "contract" ("notice_deadline_on", "id");
CREATE INDEX "contract_by_annual_value" ON "contract" ("annual_value", "id");
CREATE INDEX "contract_by_replaces_id" ON "contract" ("replaces_id") WHERE "replaces_id" IS NOT NULL;

-- What a client may use or draw by a contract. The client is that of the contract, so that lists know whose row it is.
CREATE TABLE "entitlement" (
    "id" @id PRIMARY KEY,
    "contract_id" @id NOT NULL REFERENCES "contract" ("id"),
    "account_id" @id NOT NULL REFERENCES "account" ("id"),
    "offering_id" @id NOT NULL REFERENCES "offering" ("id"),
    "quantity" @int NOT NULL,
    "unit_price" @int,
    "period_from" @date NOT NULL,
    "period_to" @date,
    "archived" @bool NOT NULL,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE INDEX "entitlement_by_contract_id" ON "entitlement" ("contract_id", "period_from", "id");
CREATE INDEX "entitlement_by_account_id_period_from" ON "entitlement" ("account_id", "period_from", "id");
CREATE INDEX "entitlement_by_offering_id" ON "entitlement" ("offering_id");
CREATE INDEX "entitlement_by_period_from" ON "entitlement" ("period_from", "id");
