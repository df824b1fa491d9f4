CREATE TABLE "brakes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"subject_id" bigint NOT NULL,
	"name" text NOT NULL,
	"why" text NOT NULL,
	"set_by" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "brakes_subject" UNIQUE("kind","subject_id")
);
