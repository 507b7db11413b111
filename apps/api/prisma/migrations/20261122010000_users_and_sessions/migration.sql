CREATE TYPE "portal" AS ENUM ('investor', 'issuer', 'admin');

CREATE TABLE "sessions" (
  "handle" CHAR(64) NOT NULL,
  "portal" "portal" NOT NULL,
  "subject" TEXT,
  "sealed" TEXT NOT NULL,
  "idle_seconds" INTEGER NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "used_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,

  CONSTRAINT "sessions_pkey" PRIMARY KEY ("handle"),
  CONSTRAINT "sessions_handle_is_a_digest" CHECK ("handle" ~ '^[0-9a-f]{64}$'),
  CONSTRAINT "sessions_idle_time_is_positive" CHECK ("idle_seconds" > 0)
);

CREATE TABLE "users" (
  "subject" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "email_verified" BOOLEAN NOT NULL,
  "name" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

  CONSTRAINT "users_pkey" PRIMARY KEY ("subject"),
  CONSTRAINT "users_name_is_written" CHECK (btrim("name") <> '')
);

CREATE TABLE "issuer_memberships" (
  "issuer_id" UUID NOT NULL,
  "email" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "issuer_memberships_pkey" PRIMARY KEY ("issuer_id", "email"),
  -- Addresses are compared in lower case: one written otherwise would never be found.
  CONSTRAINT "issuer_memberships_email_is_lower_case" CHECK ("email" = lower("email"))
);

CREATE INDEX "sessions_subject_idx" ON "sessions"("subject");
CREATE INDEX "issuer_memberships_email_idx" ON "issuer_memberships"("email");

ALTER TABLE "issuer_memberships" ADD CONSTRAINT "issuer_memberships_issuer_id_fkey"
  FOREIGN KEY ("issuer_id") REFERENCES "issuers"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;
