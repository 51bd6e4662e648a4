-- How many calls may be under way at a server at once; null is what the node's settings say.
alter table mcp_servers add column max_concurrency integer check (max_concurrency between 1 and 10000);

-- Since when a server is in error, for as long as it is.
alter table mcp_servers add column last_error_at timestamptz;
update mcp_servers set last_error_at = now() where last_error is not null;

-- When each server is asked for its tools next; whichever node takes it first asks.
create table server_checks (
  server_id uuid primary key references mcp_servers on delete cascade,
  account_id uuid not null references accounts,
  due_at timestamptz not null,
  asked_at timestamptz,
  failures integer not null default 0
);
create index server_checks_due on server_checks (due_at);
alter table server_checks enable row level security;
alter table server_checks force row level security;
create policy one_account on server_checks to preloop_app
  using (account_id = current_account()) with check (account_id = current_account());
create policy whole_system on server_checks to preloop_system using (true) with check (true);
grant select on server_checks to preloop_app;
grant select, insert, update on server_checks to preloop_system;

-- What agents and servers may not use in an account beside tools.
alter table accounts add column switched_off text[] not null default '{}'
  check (switched_off <@ array['resources', 'prompts', 'sampling', 'elicitation', 'roots']);
