-- The firm that runs this installation; exactly one row.
CREATE TABLE "workspace" (
    "id" @id PRIMARY KEY,
    "name" @text NOT NULL,
    "base_currency" @key NOT NULL,
    "timezone" @text NOT NULL,
    "locale" @text NOT NULL,
    "fiscal_year_start_month" @int NOT NULL,
    "business_preset" @key NOT NULL,
    "fixed_monthly_costs" @int,
    "cash_reserve" @int,
    "overload_gate" @bool NOT NULL,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;


-- A part of our firm that keeps promises: production, finance, support.
CREATE TABLE "department" (
    "id" @id PRIMARY KEY,
    "name" @text NOT NULL,
    "name_key" @key NOT NULL,
    "kind" @key NOT NULL,
    "lead_id" @id,
    "deputy_id" @id,
    "inbox_email" @text,
    "archived" @bool NOT NULL,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE INDEX "department_by_name_key" ON "department" ("name_key", "id");


-- A colleague who signs in. Passwords live elsewhere (user_credential) and are no fields.
CREATE TABLE "user" (
    "id" @id PRIMARY KEY,
    "full_name" @text NOT NULL,
    "full_name_key" @key NOT NULL,
    "email" @text NOT NULL,
    "locale" @text NOT NULL,
    "timezone" @text NOT NULL,
    "department_id" @id REFERENCES "department" ("id"),
    "roles" @text NOT NULL,
    "active" @bool NOT NULL,
    "hourly_cost" @int,
    "weekly_hours_on_care" @int,
    "capacity_points" @int NOT NULL,
    "last_seen_at" @time,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE UNIQUE INDEX "user_email" ON "user" ("email");
CREATE INDEX "user_by_full_name_key" ON "user" ("full_name_key", "id");


-- When a colleague is away and who stands in.
CREATE TABLE "absence" (
    "id" @id PRIMARY KEY,
    "user_id" @id NOT NULL REFERENCES "user" ("id"),
    "from_on" @date NOT NULL,
    "to_on" @date NOT NULL,
    "substitute_id" @id REFERENCES "user" ("id"),
    "archived" @bool NOT NULL,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE INDEX "absence_by_user_id_from_on" ON "absence" ("user_id", "from_on");
CREATE INDEX "absence_by_from_on" ON "absence" ("from_on", "id");

-- What proves who somebody is. No entity, so no list, export or audit can show it.
CREATE TABLE user_credential (
    user_id @id PRIMARY KEY REFERENCES "user" (id),
    password_hash @text NOT NULL,
    changed_at @time NOT NULL
) @strict;

-- Sessions hold the hash of their secret, never the secret.
CREATE TABLE session (
    token_hash @key PRIMARY KEY,
    user_id @id NOT NULL REFERENCES "user" (id),
    csrf_token @text NOT NULL,
    created_at @time NOT NULL,
    seen_at @time NOT NULL,
    user_agent @text NOT NULL
) @strict;
CREATE INDEX session_by_user ON session (user_id);

-- One-time links: the first owner, invitations.
CREATE TABLE one_time_link (
    token_hash @key PRIMARY KEY,
    purpose @key NOT NULL,
    user_id @id REFERENCES "user" (id),
    expires_at @time NOT NULL,
    used_at @time
) @strict;

-- Failed sign-ins per e-mail and per address, for back-off.
CREATE TABLE sign_in_attempt (
    subject @key PRIMARY KEY,
    failures @int NOT NULL,
    last_at @time NOT NULL
) @strict;
