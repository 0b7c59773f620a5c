-- One uploaded file on its way in: how it was read, how its columns map, what came of it.
CREATE TABLE "import_run" (
    "id" @id PRIMARY KEY,
    "kind" @key NOT NULL,
    "file_name" @text NOT NULL,
    "state" @key NOT NULL,
    "bytes" @int NOT NULL,
    "content_sha256" @text NOT NULL,
    "encoding" @text NOT NULL,
    "delimiter" @text NOT NULL,
    "has_header" @bool NOT NULL,
    "rows" @int NOT NULL,
    "columns" @json NOT NULL,
    "date_order" @text,
    "decimal_mark" @text,
    "currency" @key,
    "account_match" @key,
    "create_accounts" @bool NOT NULL,
    "create_offerings" @bool NOT NULL,
    "done_rows" @int NOT NULL,
    "report" @text,
    "analysis" @text,
    "failure" @text,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE INDEX "import_run_by_created_at" ON "import_run" ("created_at", "id");

-- What the sample firm consists of, so that exactly it can be removed. `version` is that of the record as it was loaded:
-- a higher one means that somebody made it his own.
CREATE TABLE sample_record (
    entity @key NOT NULL,
    id @id NOT NULL,
    version @int NOT NULL,
    PRIMARY KEY (entity, id)
) @rowless;
