-- What is kept for a time only, and the rights of the system role, which clears it away in every account.
alter table mcp_sessions add column used_at timestamptz not null default now();

do $$
declare
  t text;
begin
  foreach t in array array['idempotency_keys', 'mcp_sessions', 'upstream_sessions'] loop
    execute format('create policy whole_system on %I to preloop_system using (true) with check (true)', t);
  end loop;
end
$$;
grant select (account_id, principal, route, key, created_at), delete on idempotency_keys to preloop_system;
grant select (id, used_at), delete on mcp_sessions to preloop_system;
grant select (account_id, mcp_session_id, server_id, opened_at), delete on upstream_sessions to preloop_system;
grant delete on approval_links to preloop_system;
grant update (result, error) on executions to preloop_system;

create index idempotency_keys_age on idempotency_keys (created_at);
create index mcp_sessions_age on mcp_sessions (used_at);
create index approval_links_age on approval_links (expires_at);
create index executions_results on executions (finished_at) where result is not null;
