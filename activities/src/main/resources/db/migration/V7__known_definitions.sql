-- What a definition is compared with: what was accepted, else what it was when it was first seen.
-- A tool that a server leaves out keeps its row, so that it cannot come back as another one unnoticed.
alter table tools add column first_hash bytea;
alter table tools add column removed_at timestamptz;
