CREATE TYPE "note_status" AS ENUM (
  'draft', 'open', 'funded', 'disbursing', 'active', 'late', 'arrears', 'defaulted', 'settled', 'failed', 'cancelled'
);

CREATE TABLE "issuers" (
  "id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "issuers_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "issuers_name_is_written" CHECK (btrim("name") <> '')
);

CREATE TABLE "notes" (
  "id" UUID NOT NULL,
  "reference" TEXT NOT NULL,
  "issuer_id" UUID NOT NULL,
  "status" "note_status" NOT NULL DEFAULT 'draft',
  "target_sen" BIGINT NOT NULL,
  "funded_sen" BIGINT NOT NULL DEFAULT 0,
  "profit_rate_basis_points" INTEGER NOT NULL,
  "tenure_days" INTEGER NOT NULL,
  "listing_opens_at" TIMESTAMPTZ(3) NOT NULL,
  "listing_closes_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "notes_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "notes_reference_is_written" CHECK (btrim("reference") <> ''),
  CONSTRAINT "notes_target_is_positive" CHECK ("target_sen" > 0),
  CONSTRAINT "notes_funded_is_within_target" CHECK ("funded_sen" BETWEEN 0 AND "target_sen"),
  -- The ceiling is a rule of the product and may change; a whole is the most that a rate can be.
  CONSTRAINT "notes_profit_rate_is_a_rate" CHECK ("profit_rate_basis_points" BETWEEN 0 AND 10000),
  CONSTRAINT "notes_tenure_is_positive" CHECK ("tenure_days" > 0),
  CONSTRAINT "notes_listing_closes_after_it_opens" CHECK ("listing_closes_at" > "listing_opens_at")
);

CREATE UNIQUE INDEX "issuers_name_key" ON "issuers"("name");
CREATE UNIQUE INDEX "notes_reference_key" ON "notes"("reference");
CREATE INDEX "notes_status_listing_closes_at_id_idx" ON "notes"("status", "listing_closes_at", "id");
CREATE INDEX "notes_issuer_id_idx" ON "notes"("issuer_id");

ALTER TABLE "notes" ADD CONSTRAINT "notes_issuer_id_fkey"
  FOREIGN KEY ("issuer_id") REFERENCES "issuers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
