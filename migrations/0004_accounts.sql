-- A client firm. Derived members are kept by the ledger, the assignments and the segmentation.
CREATE TABLE "account" (
    "id" @id PRIMARY KEY,
    "code" @text,
    "name" @text NOT NULL,
    "name_key" @key NOT NULL,
    "legal_name" @text,
    "reg_no" @text,
    "vat_no" @text,
    "country" @text,
    "legal_form" @text,
    "parent_id" @id REFERENCES "account" ("id"),
    "lifecycle" @key NOT NULL,
    "tier" @key,
    "care_model" @key,
    "industry_code" @text,
    "size_band" @text,
    "website" @text,
    "email" @text,
    "phone" @text,
    "street" @text,
    "city" @text,
    "postal_code" @text,
    "default_currency" @key,
    "payment_terms_days" @int,
    "client_since" @date,
    "left_on" @date,
    "leave_reason_code" @key,
    "description" @text,
    "business_model" @text,
    "confidential" @bool NOT NULL,
    "complexity_override" @int,
    "complexity_override_reason" @text,
    "archived" @bool NOT NULL,
    "lead_id" @id REFERENCES "user" ("id"),
    "deputy_id" @id REFERENCES "user" ("id"),
    "revenue_12m" @int,
    "margin_12m" @int,
    "revenue_share_bp" @int,
    "score_bp" @int,
    "proposed_tier" @key,
    "first_revenue_on" @date,
    "last_revenue_on" @date,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE UNIQUE INDEX "account_code" ON "account" ("code");
CREATE INDEX "account_by_reg_no" ON "account" ("reg_no");
CREATE INDEX "account_by_parent_id" ON "account" ("parent_id");
CREATE INDEX "account_by_tier_revenue_12m" ON "account" ("tier", "revenue_12m", "id");
CREATE INDEX "account_by_lead_id_revenue_12m" ON "account" ("lead_id", "revenue_12m", "id");
CREATE INDEX "account_by_tier_name_key" ON "account" ("tier", "name_key", "id");
CREATE INDEX "account_by_lead_id_name_key" ON "account" ("lead_id", "name_key", "id");
CREATE INDEX "account_by_name_key" ON "account" ("name_key", "id");
CREATE INDEX "account_by_revenue_12m" ON "account" ("revenue_12m", "id");
CREATE INDEX "account_by_margin_12m" ON "account" ("margin_12m", "id");
CREATE INDEX "account_by_score_bp" ON "account" ("score_bp", "id");
CREATE INDEX "account_by_last_revenue_on" ON "account" ("last_revenue_on", "id");
CREATE INDEX "account_by_created_at" ON "account" ("created_at", "id");
CREATE INDEX "account_by_updated_at" ON "account" ("updated_at", "id");


-- Who looks after a client, in which role, from which day. Intervals are half-open: `to_on` is the first day after.
CREATE TABLE "account_assignment" (
    "id" @id PRIMARY KEY,
    "account_id" @id NOT NULL REFERENCES "account" ("id"),
    "user_id" @id NOT NULL REFERENCES "user" ("id"),
    "role" @key NOT NULL,
    "from_on" @date NOT NULL,
    "to_on" @date,
    "allocation_bp" @int NOT NULL,
    "over_capacity_reason" @text,
    "accepted_by_id" @id REFERENCES "user" ("id"),
    "risk_expires_on" @date,
    "archived" @bool NOT NULL,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE INDEX "account_assignment_by_account_id_role_from_on" ON "account_assignment" ("account_id", "role", "from_on");
CREATE INDEX "account_assignment_by_user_id_from_on" ON "account_assignment" ("user_id", "from_on");
CREATE INDEX "account_assignment_by_from_on" ON "account_assignment" ("from_on", "id");


-- A person at a client.
CREATE TABLE "contact" (
    "id" @id PRIMARY KEY,
    "account_id" @id NOT NULL REFERENCES "account" ("id"),
    "first_name" @text,
    "last_name" @text NOT NULL,
    "last_name_key" @key NOT NULL,
    "full_name" @text NOT NULL,
    "title_before" @text,
    "title_after" @text,
    "salutation_vocative" @text,
    "position" @text,
    "position_level" @key,
    "email" @text,
    "phone" @text,
    "language" @text,
    "status" @key NOT NULL,
    "left_on" @date,
    "linkedin_url" @text,
    "source" @text,
    "gdpr_basis" @key NOT NULL,
    "archived" @bool NOT NULL,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE INDEX "contact_by_account_id_last_name_key" ON "contact" ("account_id", "last_name_key", "id");
CREATE INDEX "contact_by_email" ON "contact" ("email");
CREATE INDEX "contact_by_last_name_key" ON "contact" ("last_name_key", "id");

-- One lead and at most one deputy a day: intervals of the same account and role may not overlap (AC2.1). The action checks
-- first and answers kindly; the engine is the last word (0007).
