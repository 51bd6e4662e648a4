-- A chosen set of tools at an MCP address of its own, and the sessions that were opened there.
create table virtual_servers (
  id uuid primary key,
  account_id uuid not null references accounts,
  name text not null,
  presentation text not null check (presentation in ('list', 'search')),
  entries jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (account_id, name)
);
alter table virtual_servers enable row level security;
alter table virtual_servers force row level security;
create policy one_account on virtual_servers to preloop_app
  using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, update, delete on virtual_servers to preloop_app;
create trigger revision after insert or update or delete on virtual_servers
  for each row execute function bump_account_revision();

alter table mcp_sessions add column virtual_server_id uuid references virtual_servers on delete cascade;
