-- How Preloop signs in to servers by OAuth; tokens and client secrets are in the secret store.
alter table mcp_servers
  add column oauth_client_id text,
  add column oauth_scope text,
  add column oauth_per_user boolean,
  add column oauth_grant text check (oauth_grant in ('authorization_code', 'client_credentials'));

-- What a server's authorization server knows us as, and where it is.
create table oauth_clients (
  server_id uuid primary key references mcp_servers on delete cascade,
  account_id uuid not null references accounts,
  client jsonb not null
);

-- What was granted: to the account, or to one person where user_id is there.
create table oauth_grants (
  id uuid primary key,
  account_id uuid not null references accounts,
  server_id uuid not null references mcp_servers on delete cascade,
  user_id uuid references users on delete cascade,
  renewable boolean not null,
  stale_at timestamptz,
  expires_at timestamptz,
  failure text,
  authorized_at timestamptz not null default now(),
  unique nulls not distinct (account_id, server_id, user_id)
);

-- Somebody was sent to the authorization server; the state is used once.
create table oauth_attempts (
  state_hash bytea primary key,
  account_id uuid not null references accounts,
  server_id uuid not null references mcp_servers on delete cascade,
  user_id uuid not null,
  content bytea not null,
  expires_at timestamptz not null
);

do $$
declare
  t text;
begin
  foreach t in array array['oauth_clients', 'oauth_grants', 'oauth_attempts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy one_account on %I to preloop_app using (account_id = current_account()) '
      'with check (account_id = current_account())', t);
    execute format('grant select, insert, update, delete on %I to preloop_app', t);
  end loop;
end
$$;
create trigger revision after insert or update or delete on oauth_grants
  for each row execute function bump_account_revision();

-- Who comes back from an authorization server brings nothing but the state.
create policy whole_system on oauth_attempts to preloop_system using (true) with check (true);
grant select on oauth_attempts to preloop_system;

-- How a server is got at: certificates in PEM (the key is in the secret store), and a proxy.
alter table mcp_servers
  add column reach_ca text,
  add column reach_certificate text,
  add column reach_proxy text;
