ALTER TABLE "installations" ADD COLUMN "refresh_retry_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "config_retry_at" timestamp (3) with time zone;