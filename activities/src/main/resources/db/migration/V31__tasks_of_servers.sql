-- Tasks of sessions' clients, by the ids that clients know them by: those that a server works on, of
-- one of its tools, and calls that wait for a person, which have neither here.
create table mcp_tasks (
  account_id uuid not null references accounts,
  mcp_session_id uuid not null,
  task_id text not null,
  server_id uuid references mcp_servers on delete cascade,
  tool text,
  created_at timestamptz not null default now(),
  primary key (account_id, mcp_session_id, task_id)
);
alter table mcp_tasks enable row level security;
alter table mcp_tasks force row level security;
create policy one_account on mcp_tasks to preloop_app
  using (account_id = current_account()) with check (account_id = current_account());
create policy whole_system on mcp_tasks to preloop_system using (true) with check (true);
grant select, insert, update, delete on mcp_tasks to preloop_app;
grant select (account_id, mcp_session_id, task_id, created_at), delete on mcp_tasks to preloop_system;
create index mcp_tasks_age on mcp_tasks (created_at);
create index mcp_tasks_servers on mcp_tasks (server_id);
