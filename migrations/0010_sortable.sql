-- Clients sort by level, state, manager, town and the day they became clients. Levels and managers have their indexes by name
-- already; the day of creation is the order of ids and needs none.
ALTER TABLE "account" ADD COLUMN "city_key" @key;
CREATE INDEX "account_by_lifecycle_name_key" ON "account" ("lifecycle", "name_key", "id");
CREATE INDEX "account_by_city_key_name_key" ON "account" ("city_key", "name_key", "id");
CREATE INDEX "account_by_client_since" ON "account" ("client_since", "id");
DROP INDEX "account_by_created_at";
-- Empty once the program has filled in the keys of older rows, so it costs nothing.
CREATE INDEX "account_without_city_key" ON "account" ("id") WHERE "city" IS NOT NULL AND "city_key" IS NULL;
