-- One row per record that can be found; `body` is folded text, `number` joins the trigram index.
CREATE TABLE search_text (
    number @int PRIMARY KEY,
    entity @key NOT NULL,
    entity_id @id NOT NULL,
    account_id @id,
    hidden @bool NOT NULL,
    body @text NOT NULL
) @strict;
CREATE UNIQUE INDEX search_text_entity_id ON search_text (entity_id);
CREATE VIRTUAL TABLE search_index USING fts5 (body, content = 'search_text', content_rowid = 'number', tokenize = 'trigram');
CREATE TRIGGER search_text_insert AFTER INSERT ON search_text BEGIN
    INSERT INTO search_index (rowid, body) VALUES (NEW.number, NEW.body);
END;
CREATE TRIGGER search_text_delete AFTER DELETE ON search_text BEGIN
    INSERT INTO search_index (search_index, rowid, body) VALUES ('delete', OLD.number, OLD.body);
END;
CREATE TRIGGER search_text_update AFTER UPDATE OF body ON search_text BEGIN
    INSERT INTO search_index (search_index, rowid, body) VALUES ('delete', OLD.number, OLD.body);
    INSERT INTO search_index (rowid, body) VALUES (NEW.number, NEW.body);
END;
