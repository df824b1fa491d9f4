CREATE TABLE "deliveries" (
	"guid" text PRIMARY KEY NOT NULL,
	"event" text NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installations" (
	"id" bigint PRIMARY KEY NOT NULL,
	"app_id" bigint,
	"account_id" bigint,
	"account_login" text,
	"account_type" text,
	"permissions" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"suspended_at" timestamp (3) with time zone,
	"refresh_requested_at" timestamp (3) with time zone DEFAULT now(),
	"refresh_attempts" integer DEFAULT 0 NOT NULL,
	"refresh_not_before" timestamp (3) with time zone,
	"refreshed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text,
	"source" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"fork_id" bigint NOT NULL,
	"fork_branch" text NOT NULL,
	"upstream_ref_id" uuid NOT NULL,
	"strategy" text DEFAULT 'pull-request' NOT NULL,
	"requested" integer DEFAULT 0 NOT NULL,
	"requested_trigger" text,
	"requested_id" text,
	"answered_requested" integer DEFAULT 0 NOT NULL,
	"answered_pushes" integer DEFAULT 0 NOT NULL,
	"answered_read_at" timestamp (3) with time zone,
	"decided_on" text,
	"state" text DEFAULT 'new' NOT NULL,
	"reason" text,
	"sentence" text,
	"retry_at" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"pull_number" integer,
	"pull_url" text,
	"held_since" timestamp (3) with time zone,
	"released_at" timestamp (3) with time zone,
	"last_synced_sha" text,
	"last_synced_at" timestamp (3) with time zone,
	"last_operation_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "links_branches" UNIQUE("fork_id","fork_branch","upstream_ref_id"),
	CONSTRAINT "links_counters" CHECK ("links"."answered_requested" <= "links"."requested")
);
--> statement-breakpoint
CREATE TABLE "repositories" (
	"id" bigint PRIMARY KEY NOT NULL,
	"node_id" text NOT NULL,
	"installation_id" bigint,
	"owner_id" bigint NOT NULL,
	"owner_login" text NOT NULL,
	"name" text NOT NULL,
	"private" boolean NOT NULL,
	"archived" boolean DEFAULT false NOT NULL,
	"default_branch" text,
	"pushed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "upstream_refs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"repository_id" bigint NOT NULL,
	"branch" text NOT NULL,
	"pushes" integer DEFAULT 0 NOT NULL,
	"pushed_before" text,
	"pushed_head" text,
	"pushed_at" timestamp (3) with time zone,
	"pushed_delivery" text,
	"reported" text,
	"reported_at" timestamp (3) with time zone,
	"phase" double precision DEFAULT random() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "upstream_refs_branch" UNIQUE("repository_id","branch")
);
--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_fork_id_repositories_id_fk" FOREIGN KEY ("fork_id") REFERENCES "public"."repositories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "links" ADD CONSTRAINT "links_upstream_ref_id_upstream_refs_id_fk" FOREIGN KEY ("upstream_ref_id") REFERENCES "public"."upstream_refs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repositories" ADD CONSTRAINT "repositories_installation_id_installations_id_fk" FOREIGN KEY ("installation_id") REFERENCES "public"."installations"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upstream_refs" ADD CONSTRAINT "upstream_refs_repository_id_repositories_id_fk" FOREIGN KEY ("repository_id") REFERENCES "public"."repositories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deliveries_received" ON "deliveries" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "installations_refresh" ON "installations" USING btree ("refresh_requested_at") WHERE "installations"."refresh_requested_at" is not null;--> statement-breakpoint
CREATE INDEX "links_upstream_ref" ON "links" USING btree ("upstream_ref_id");--> statement-breakpoint
CREATE INDEX "links_retry" ON "links" USING btree ("retry_at") WHERE "links"."retry_at" is not null;--> statement-breakpoint
CREATE INDEX "links_asked" ON "links" USING btree ("id") WHERE "links"."requested" > "links"."answered_requested";--> statement-breakpoint
CREATE INDEX "repositories_installation" ON "repositories" USING btree ("installation_id");--> statement-breakpoint
CREATE INDEX "repositories_owner" ON "repositories" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "upstream_refs_phase" ON "upstream_refs" USING btree ("phase");--> statement-breakpoint
CREATE INDEX "upstream_refs_pushed" ON "upstream_refs" USING btree ("pushed_at");