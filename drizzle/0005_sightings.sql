CREATE TABLE "sightings" (
	"upstream_ref_id" uuid NOT NULL,
	"sha" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sightings_upstream_ref_id_sha_pk" PRIMARY KEY("upstream_ref_id","sha")
);
--> statement-breakpoint
ALTER TABLE "sightings" ADD CONSTRAINT "sightings_upstream_ref_id_upstream_refs_id_fk" FOREIGN KEY ("upstream_ref_id") REFERENCES "public"."upstream_refs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "links_delayed" ON "links" USING btree ("upstream_ref_id") WHERE ("links"."settings" ->> 'delayMs') is not null;