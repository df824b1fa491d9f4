CREATE TABLE "listings" (
	"fork_id" bigint NOT NULL,
	"repository_id" bigint NOT NULL,
	"pushed_at" timestamp (3) with time zone,
	"phase" double precision DEFAULT random() NOT NULL,
	CONSTRAINT "listings_fork_id_repository_id_pk" PRIMARY KEY("fork_id","repository_id")
);
--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "config_left" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "listings" ADD CONSTRAINT "listings_fork_id_repositories_id_fk" FOREIGN KEY ("fork_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listings" ADD CONSTRAINT "listings_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "listings_repository" ON "listings" USING btree ("repository_id");