-- One row per record that can be found; `body_key` is folded text under a trigram index.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE search_text (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    entity @key NOT NULL,
    entity_id @id NOT NULL,
    account_id @id,
    hidden @bool NOT NULL,
    body_key @text NOT NULL
) @strict;
CREATE UNIQUE INDEX search_text_entity_id ON search_text (entity_id);
CREATE INDEX search_text_by_body ON search_text USING gin (body_key gin_trgm_ops);
