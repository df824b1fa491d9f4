CREATE TABLE "acts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "acts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"link_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"detail" text,
	"person_id" bigint,
	"login" text,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "acts" ADD CONSTRAINT "acts_link_id_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "acts_link" ON "acts" USING btree ("link_id","id");--> statement-breakpoint
CREATE INDEX "acts_person" ON "acts" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "acts_at" ON "acts" USING btree ("at");