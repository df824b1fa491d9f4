-- An operator stopped what follows an upstream.
INSERT INTO brakes (kind, subject_id, name, why, set_by) VALUES ('upstream', 9007199254740991, 'up/hello', 'Its history was rewritten', 'operator');
