-- When a tool was accepted for the first time: of two tools with one name the one that was accepted
-- first keeps it.
alter table tools add column accepted_at timestamptz;

update tools set accepted_at = first_seen_at where accepted_hash is not null;
