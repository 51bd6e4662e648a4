-- What the entries in force are called by over REST: a document has no place for ids.
alter table policy_heads add column ids jsonb;
