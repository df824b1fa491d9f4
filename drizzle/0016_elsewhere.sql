ALTER TABLE "repositories" ADD COLUMN "url" text;--> statement-breakpoint
ALTER TABLE "repositories" ADD CONSTRAINT "repositories_url" UNIQUE("url");--> statement-breakpoint
ALTER TABLE "repositories" ADD CONSTRAINT "repositories_elsewhere" CHECK (("repositories"."id" < 0) = ("repositories"."url" is not null));