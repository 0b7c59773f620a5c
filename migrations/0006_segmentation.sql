-- Criteria, weights and thresholds; a published version never changes.
CREATE TABLE "segmentation_model" (
    "id" @id PRIMARY KEY,
    "name" @text NOT NULL,
    "model_version" @int NOT NULL,
    "status" @key NOT NULL,
    "published_at" @time,
    "criteria" @json NOT NULL,
    "threshold_a" @int NOT NULL,
    "threshold_b" @int NOT NULL,
    "threshold_c" @int NOT NULL,
    "max_share_a_bp" @int NOT NULL,
    "window_months" @int NOT NULL,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE UNIQUE INDEX "segmentation_model_model_version" ON "segmentation_model" ("model_version");
CREATE INDEX "segmentation_model_by_model_version" ON "segmentation_model" ("model_version", "id");


-- What a person says of a client on one criterion; the newest one counts, the older ones stay.
CREATE TABLE "account_judgement" (
    "id" @id PRIMARY KEY,
    "account_id" @id NOT NULL REFERENCES "account" ("id"),
    "criterion" @text NOT NULL,
    "value" @int NOT NULL,
    "reason" @text NOT NULL,
    "judged_by_id" @id REFERENCES "user" ("id"),
    "judged_on" @date,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE INDEX "account_judgement_by_account_id_criterion_judged_on" ON "account_judgement" ("account_id", "criterion", "judged_on");
CREATE INDEX "account_judgement_by_judged_on" ON "account_judgement" ("judged_on", "id");


-- A decided level of care: who, when, why, and when to look again.
CREATE TABLE "tier_decision" (
    "id" @id PRIMARY KEY,
    "account_id" @id NOT NULL REFERENCES "account" ("id"),
    "from_tier" @key,
    "to_tier" @key,
    "care_model" @key,
    "reason" @text,
    "decided_by_id" @id REFERENCES "user" ("id"),
    "decided_on" @date,
    "review_on" @date,
    "overrides_score" @bool NOT NULL,
    "current" @bool NOT NULL,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE INDEX "tier_decision_by_account_id_decided_on" ON "tier_decision" ("account_id", "decided_on");
CREATE INDEX tier_decision_running ON tier_decision (account_id) WHERE "current";
CREATE INDEX "tier_decision_by_decided_on" ON "tier_decision" ("decided_on", "id");


-- The score of one client under one published model, with its explanation as it was.
CREATE TABLE "account_score" (
    "id" @id PRIMARY KEY,
    "account_id" @id NOT NULL REFERENCES "account" ("id"),
    "model_version" @int NOT NULL,
    "as_of" @date NOT NULL,
    "total_bp" @int,
    "low_bp" @int,
    "high_bp" @int,
    "known_weight_bp" @int NOT NULL,
    "proposed_tier" @key,
    "existential" @bool NOT NULL,
    "lines" @json NOT NULL,
    "version" @int NOT NULL,
    "created_at" @time NOT NULL,
    "created_by" @id NOT NULL,
    "updated_at" @time NOT NULL,
    "updated_by" @id NOT NULL
) @strict;
CREATE INDEX "account_score_by_account_id_as_of" ON "account_score" ("account_id", "as_of");
CREATE INDEX "account_score_by_as_of" ON "account_score" ("as_of", "id");

-- The newest score of each client and its place on the portfolio map; everything here follows from account_score. The digest
-- tells whether a new score says anything new.
CREATE TABLE account_score_current (
    account_id @id NOT NULL PRIMARY KEY,
    score_id @id NOT NULL,
    model_version @int NOT NULL,
    as_of @date NOT NULL,
    total_bp @int,
    proposed_tier @key,
    x_bp @int,
    y_bp @int,
    x_reason @key,
    y_reason @key,
    digest @int NOT NULL
) @rowless;
