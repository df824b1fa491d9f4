-- Changes no table: rows are still taken as before.
INSERT INTO deliveries (guid, event) VALUES ('5f4f2b1e-7f5c-11ef-9a55-0d6f3f1f6a02', 'installation.created');
