-- The dispatcher reads as this role. Where the login may not create roles (many managed plans) the migration passes
-- with a notice, and the dispatcher relies on read-only transactions alone (it logs which guarantee is missing).
DO $$
BEGIN
  BEGIN
    CREATE ROLE backstroke_reader NOLOGIN;
  EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
    WHEN insufficient_privilege THEN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'backstroke_reader') THEN
        RAISE NOTICE 'backstroke_reader was not created: this login may not create roles';
        RETURN;
      END IF;
  END;
  IF NOT pg_has_role(current_user, 'backstroke_reader', 'member') THEN
    BEGIN
      EXECUTE format('GRANT backstroke_reader TO %I', current_user);
    EXCEPTION
      WHEN insufficient_privilege THEN
        RAISE NOTICE 'backstroke_reader was not granted to this login';
    END;
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO backstroke_reader', current_schema());
  EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO backstroke_reader', current_schema());
  EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT ON TABLES TO backstroke_reader', current_schema());
END
$$;
