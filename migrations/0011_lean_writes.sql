-- Every change writes here, so one tree instead of three: ids keep the order of time. Nobody has subscribed to it yet, so
-- nothing is lost.
DROP TABLE outbox_event;
CREATE TABLE outbox_event (
    id @id NOT NULL PRIMARY KEY,
    name @key NOT NULL,
    entity @key NOT NULL,
    entity_id @id NOT NULL,
    account_id @id,
    payload @json NOT NULL,
    at @time NOT NULL,
    actor_id @id NOT NULL,
    depth @int NOT NULL
) @rowless;

-- Most clients have no mother, and many no number: what is absent is never looked up.
DROP INDEX "account_code";
DROP INDEX "account_by_reg_no";
DROP INDEX "account_by_parent_id";
CREATE UNIQUE INDEX "account_code" ON "account" ("code") WHERE "code" IS NOT NULL;
CREATE INDEX "account_by_reg_no" ON "account" ("reg_no") WHERE "reg_no" IS NOT NULL;
CREATE INDEX "account_by_parent_id" ON "account" ("parent_id") WHERE "parent_id" IS NOT NULL;
DROP INDEX "contact_by_email";
CREATE INDEX "contact_by_email" ON "contact" ("email") WHERE "email" IS NOT NULL;
