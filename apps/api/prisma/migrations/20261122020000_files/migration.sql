CREATE TYPE "file_state" AS ENUM ('waiting', 'stored', 'refused');

CREATE TABLE "files" (
  "id" UUID NOT NULL,
  "key" TEXT NOT NULL,
  "owner" TEXT NOT NULL,
  "issuer_id" UUID,
  "file_name" TEXT NOT NULL,
  "content_type" TEXT NOT NULL,
  "content_length" INTEGER NOT NULL,
  "sha256" TEXT NOT NULL,
  "state" "file_state" NOT NULL DEFAULT 'waiting',
  "refusal" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "completed_at" TIMESTAMPTZ(3),

  CONSTRAINT "files_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "files_file_name_is_written" CHECK (btrim("file_name") <> ''),
  -- The limit is a rule of the product and may change; nothing is kept of an empty file.
  CONSTRAINT "files_content_length_is_positive" CHECK ("content_length" > 0),
  CONSTRAINT "files_refused_has_a_reason" CHECK (("state" = 'refused') = ("refusal" IS NOT NULL)),
  CONSTRAINT "files_waiting_is_not_completed" CHECK (("state" = 'waiting') = ("completed_at" IS NULL))
);

CREATE UNIQUE INDEX "files_key_key" ON "files"("key");
CREATE INDEX "files_owner_created_at_id_idx" ON "files"("owner", "created_at" DESC, "id");
CREATE INDEX "files_state_created_at_idx" ON "files"("state", "created_at");
CREATE INDEX "files_issuer_id_idx" ON "files"("issuer_id");

ALTER TABLE "files" ADD CONSTRAINT "files_issuer_id_fkey"
  FOREIGN KEY ("issuer_id") REFERENCES "issuers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
