CREATE TABLE "config_checks" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"repository_id" bigint NOT NULL,
	"head_sha" text NOT NULL,
	"compare_sha" text,
	"request_id" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"not_before" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "config_checks_head" UNIQUE("repository_id","head_sha")
);
--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "defaults" jsonb;--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "defaults_state" text;--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "defaults_problem" text;--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "max_open" integer DEFAULT 10 NOT NULL;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "off" text;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "settings" jsonb DEFAULT '{"everyMs":null,"pullRequest":{"title":null,"labels":[],"assignees":[],"reviewers":[],"draft":false}}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "webhook_id" text DEFAULT replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') NOT NULL;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "hooked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "place_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "check_run" jsonb;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "parent_id" bigint;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "config" jsonb;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "config_state" text;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "config_blob" text;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "config_problem" text;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "config_read_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "config_requested_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "config_requested_id" text;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "config_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "config_not_before" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "config_checks" ADD CONSTRAINT "config_checks_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "config_checks_due" ON "config_checks" USING btree ("not_before");--> statement-breakpoint
CREATE INDEX "links_failed" ON "links" USING btree ("id") WHERE "links"."reason" = 'failed';--> statement-breakpoint
CREATE INDEX "repositories_config" ON "repositories" USING btree ("config_requested_at") WHERE "repositories"."config_requested_at" is not null;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_webhook" UNIQUE("webhook_id");--> statement-breakpoint
UPDATE "repositories" SET "parent_id" = "upstream"."repository_id"
  FROM "links" JOIN "upstream_refs" AS "upstream" ON "upstream"."id" = "links"."upstream_ref_id"
  WHERE "links"."fork_id" = "repositories"."id" AND "links"."source" = 'install';
