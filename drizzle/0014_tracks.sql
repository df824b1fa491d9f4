ALTER TABLE "upstream_refs" DROP CONSTRAINT "upstream_refs_branch";--> statement-breakpoint
ALTER TABLE "upstream_refs" ADD COLUMN "track" text DEFAULT 'branch' NOT NULL;--> statement-breakpoint
ALTER TABLE "upstream_refs" ADD CONSTRAINT "upstream_refs_branch" UNIQUE("repository_id","branch","track");