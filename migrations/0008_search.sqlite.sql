-- One row per record that can be found; `body_key` is folded text, `number` joins the trigram index, which the
-- unit of work keeps: a trigger may not write to a virtual table while the schema is untrusted.
CREATE TABLE search_text (
    number @int PRIMARY KEY,
    entity @key NOT NULL,
    entity_id @id NOT NULL,
    account_id @id,
    hidden @bool NOT NULL,
    body_key @text NOT NULL
) @strict;
CREATE UNIQUE INDEX search_text_entity_id ON search_text (entity_id);
CREATE VIRTUAL TABLE search_index USING fts5 (body_key, content = 'search_text', content_rowid = 'number', tokenize = 'trigram');
