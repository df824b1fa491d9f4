ALTER TABLE "links" ADD COLUMN "follows_default" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- Links that are there for being a fork are those of the default branches.
UPDATE "links" SET "follows_default" = true WHERE "source" = 'install';
