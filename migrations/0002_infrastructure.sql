-- What happened, in one chain of hashes: each row covers the one before. Corrections are new rows.
CREATE TABLE audit_event (
    number @int PRIMARY KEY,
    at @time NOT NULL,
    actor_id @id NOT NULL,
    origin @key NOT NULL,
    request_id @text NOT NULL,
    entity @key NOT NULL,
    entity_id @id NOT NULL,
    account_id @id,
    action @key NOT NULL,
    changes @json NOT NULL,
    hash @key NOT NULL
) @strict;
CREATE INDEX audit_event_by_entity ON audit_event (entity_id, number);

CREATE TABLE audit_head (
    id @int PRIMARY KEY,
    number @int NOT NULL,
    hash @key NOT NULL
) @strict;
INSERT INTO audit_head (id, number, hash) VALUES (1, 0, '');

-- What the rest of the program is told after the commit.
CREATE TABLE outbox_event (
    id @id PRIMARY KEY,
    name @key NOT NULL,
    entity @key NOT NULL,
    entity_id @id NOT NULL,
    account_id @id,
    payload @json NOT NULL,
    at @time NOT NULL,
    actor_id @id NOT NULL,
    depth @int NOT NULL
) @strict;

CREATE INDEX outbox_event_by_at ON outbox_event (at);

CREATE TABLE outbox_cursor (
    subscriber @key PRIMARY KEY,
    event_id @id NOT NULL
) @strict;

CREATE TABLE job (
    id @id PRIMARY KEY,
    name @key NOT NULL,
    payload @json NOT NULL,
    run_at @time NOT NULL,
    attempts @int NOT NULL,
    lease_until @time,
    last_error @text,
    done_at @time
) @strict;
CREATE INDEX job_by_run_at ON job (done_at, run_at);

-- The stored answer of a POST, so that a repeated one is not done twice.
CREATE TABLE idempotency_key (
    actor_id @id NOT NULL,
    key @key NOT NULL,
    route @key NOT NULL,
    body_hash @key NOT NULL,
    status @int NOT NULL,
    response @text NOT NULL,
    created_at @time NOT NULL,
    PRIMARY KEY (actor_id, key)
) @strict;
CREATE INDEX idempotency_key_by_created_at ON idempotency_key (created_at);
