-- What the calls of a key belong to, where whoever made it said so; no call can say otherwise.
alter table api_keys add column team text, add column agent text, add column flow text;

-- Short-lived tokens that narrow a key. A node reads a token once, when it is first shown there, so that only the end of
-- one is news to nodes; a row that was ended stays until its token would be over anyway.
create table runtime_tokens (
  id uuid primary key,
  account_id uuid not null references accounts,
  key_id uuid not null references api_keys on delete cascade,
  token_hash bytea not null unique,
  scopes text[] not null,
  models text[] check (cardinality(models) > 0),
  team text,
  agent text,
  flow text,
  execution text,
  session text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index runtime_tokens_key on runtime_tokens (account_id, key_id, expires_at);
create index runtime_tokens_revoked on runtime_tokens (account_id) where revoked_at is not null;
create index runtime_tokens_over on runtime_tokens (expires_at);

-- Which models calls of the account, or of one of its parts, may ask for.
create table model_allow_lists (
  id uuid primary key,
  account_id uuid not null references accounts,
  scope text not null check (scope in ('account', 'user', 'team', 'agent', 'flow')),
  scope_value text not null default '',
  models text[] not null check (cardinality(models) > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (account_id, scope, scope_value),
  check ((scope = 'account') = (scope_value = ''))
);

do $$
declare
  t text;
begin
  foreach t in array array['runtime_tokens', 'model_allow_lists'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format(
      'create policy one_account on %I to preloop_app using (account_id = current_account()) '
      'with check (account_id = current_account())', t);
  end loop;
end
$$;
grant select, insert, update on runtime_tokens to preloop_app;
grant select, insert, update, delete on model_allow_lists to preloop_app;
create policy whole_system on runtime_tokens to preloop_system using (true) with check (true);
grant select, delete on runtime_tokens to preloop_system;

create trigger revision after update of revoked_at on runtime_tokens
  for each row execute function bump_account_revision();
create trigger revision after insert or update or delete on model_allow_lists
  for each row execute function bump_account_revision();

-- By which token of the key the call was made, if by one.
alter table approval_requests add column subject_token uuid;

-- Whose work that token was for, as a fingerprint: what one agent asked is never the repeated call of another.
alter table approval_requests add column subject_labels text;
drop index approval_requests_same_call;
create unique index approval_requests_same_call
  on approval_requests (account_id, subject_id, server_id, method, tool_name, digest, subject_labels)
  nulls not distinct
  where client_call_id is null and delivered_at is null and kind = 'call'
    and (status = 'pending'
         or (status = 'approved' and server_id is not null
             and execution_status in ('none', 'executing', 'outcome_unknown')));

-- The names of flows and executions are those that credentials give them. Nothing has filled these columns before.
alter table api_usage
  drop column flow_id,
  drop column execution_id,
  add column flow text,
  add column execution text,
  add column team text;
create index api_usage_flow on api_usage (account_id, flow, started_at) where flow is not null;
