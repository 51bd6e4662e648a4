-- When a row was last tried to be driven again, and how often since it was driven: each waits its turn, and longer each time.
alter table approval_requests add column tried_at timestamptz;
alter table approval_requests add column tries integer not null default 0;
grant update (tried_at, tries) on approval_requests to preloop_system;
