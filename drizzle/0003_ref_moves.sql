CREATE TABLE "ref_moves" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"repository_id" bigint NOT NULL,
	"branch" text NOT NULL,
	"before_sha" text NOT NULL,
	"after_sha" text,
	"kind" text NOT NULL,
	"backup_ref" text,
	"moved_at" timestamp (3) with time zone NOT NULL,
	"delivery" text,
	"undone_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ref_moves_delivery" UNIQUE("repository_id","delivery"),
	CONSTRAINT "ref_moves_backup" UNIQUE("repository_id","backup_ref")
);
--> statement-breakpoint
ALTER TABLE "installations" ADD COLUMN "app_slug" text;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "undo_move_id" uuid;--> statement-breakpoint
ALTER TABLE "links" ADD COLUMN "undone_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "ref_moves" ADD CONSTRAINT "ref_moves_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ref_moves_branch" ON "ref_moves" USING btree ("repository_id","branch","moved_at");--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_undo_move_id_ref_moves_id_fk" FOREIGN KEY ("undo_move_id") REFERENCES "public"."ref_moves"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "links_undo" ON "links" USING btree ("undo_move_id") WHERE "links"."undo_move_id" is not null;