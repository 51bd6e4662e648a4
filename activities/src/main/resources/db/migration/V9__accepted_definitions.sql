-- The definition that was accepted, kept while the server says another one, so that a person can
-- compare the two.
alter table tools add column accepted_definition bytea;
