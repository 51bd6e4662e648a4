-- Row-level security on every table that belongs to an account, and what each role may do.
do $$
declare
  t text;
  tenant text[] := array[
    'account_revisions', 'users', 'refresh_tokens', 'api_keys', 'idempotency_keys', 'secrets',
    'mcp_servers', 'tools', 'policy_versions', 'policy_heads', 'mcp_sessions', 'upstream_sessions',
    'approval_requests', 'approval_votes', 'approval_events', 'approval_links',
    'approval_notifications', 'executions', 'audit_heads', 'audit_records'];
begin
  foreach t in array tenant loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy one_account on %I to preloop_app using (account_id = current_account()) '
      'with check (account_id = current_account())', t);
  end loop;
end
$$;

alter table accounts enable row level security;
alter table accounts force row level security;
create policy one_account on accounts to preloop_app
  using (id = current_account()) with check (id = current_account());
alter table audit_records_default enable row level security;
alter table audit_records_default force row level security;

grant select, insert, update on accounts, account_revisions to preloop_app;
grant select, insert, update, delete on users, refresh_tokens, api_keys, idempotency_keys, secrets,
  mcp_servers, tools, mcp_sessions, upstream_sessions, policy_heads to preloop_app;
grant select, insert on policy_versions to preloop_app;
grant update (tag) on policy_versions to preloop_app;
grant select, insert, update on approval_requests, approval_links, approval_notifications,
  executions to preloop_app;
grant select, insert on approval_votes, approval_events to preloop_app;
grant select on audit_records, audit_heads to preloop_app;

do $$
declare
  t text;
  listed text[] := array[
    'accounts', 'account_revisions', 'users', 'refresh_tokens', 'api_keys', 'mcp_servers', 'tools',
    'policy_versions', 'policy_heads', 'approval_requests', 'approval_votes', 'approval_events',
    'approval_links', 'executions', 'audit_heads', 'audit_records'];
begin
  foreach t in array listed loop
    execute format('create policy whole_system on %I to preloop_system using (true) with check (true)', t);
    execute format('grant select on %I to preloop_system', t);
  end loop;
end
$$;
grant insert, update on audit_heads to preloop_system;
grant insert on audit_records to preloop_system;
grant update (recorded_at) on approval_events to preloop_system;

create trigger revision after insert or update on accounts
  for each row execute function bump_account_revision();
do $$
declare
  t text;
begin
  foreach t in array array['users', 'api_keys', 'mcp_servers', 'tools', 'policy_heads'] loop
    execute format(
      'create trigger revision after insert or update or delete on %I '
      'for each row execute function bump_account_revision()', t);
  end loop;
end
$$;

-- A waiter sleeps on the row it waits for.
create function notify_approval() returns trigger
  language plpgsql
as $$
begin
  perform pg_notify('preloop_approvals', new.id::text);
  return null;
end
$$;
create trigger woken after insert or update on approval_requests
  for each row execute function notify_approval();

create trigger revision after insert or update or delete on secrets
  for each row execute function bump_account_revision();
