-- A report that somebody wants to open again: its address within the app, without any figure.
CREATE TABLE "saved_report" (
    "id" @id PRIMARY KEY,
    "name" @text NOT NULL,
    "name_key" @key NOT NULL,
    "address" @text NOT NULL,
    "archived" @bool NOT NULL,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE INDEX "saved_report_by_name_key" ON "saved_report" ("name_key", "id");
CREATE INDEX "saved_report_by_updated_at" ON "saved_report" ("updated_at", "id");
