-- Two roles without login do all the work: preloop_app inside one account, preloop_system on listed tables.
-- An operator who may not let the product create roles runs docs/operations/roles.sql first.
do $$
declare
  -- Before PostgreSQL 16 membership and the right to SET ROLE were one.
  right_to_act text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
begin
  if not exists (select from pg_roles where rolname = 'preloop_app') then
    create role preloop_app nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'preloop_system') then
    create role preloop_system nologin;
  end if;
  if not pg_has_role(current_user, 'preloop_app', right_to_act) then
    execute format('grant preloop_app to %I', current_user);
  end if;
  if not pg_has_role(current_user, 'preloop_system', right_to_act) then
    execute format('grant preloop_system to %I', current_user);
  end if;
end
$$;

grant usage on schema public to preloop_app, preloop_system;

create function current_account() returns uuid
  language sql stable
  return nullif(current_setting('app.account', true), '')::uuid;

create table accounts (
  id uuid primary key,
  name text not null unique,
  frozen boolean not null default false,
  created_at timestamptz not null default now()
);

-- Counts every change that a node's snapshot of the account must follow.
create table account_revisions (
  account_id uuid primary key references accounts,
  revision bigint not null,
  changed_at timestamptz not null default now()
);

create function bump_account_revision() returns trigger
  language plpgsql
as $$
declare
  changed uuid;
begin
  if tg_table_name = 'accounts' then
    changed := new.id;
  elsif tg_op = 'DELETE' then
    changed := old.account_id;
  else
    changed := new.account_id;
  end if;
  insert into account_revisions (account_id, revision) values (changed, 1)
    on conflict (account_id) do update
      set revision = account_revisions.revision + 1, changed_at = now();
  perform pg_notify('preloop_snapshots', changed::text);
  return null;
end
$$;

create table users (
  id uuid primary key,
  account_id uuid not null references accounts,
  username text not null,
  role text not null check (role in ('owner', 'member')),
  password_hash text not null,
  disabled boolean not null default false,
  created_at timestamptz not null default now(),
  version bigint not null default 0
);
create unique index users_username on users (lower(username));
create index users_account on users (account_id);

create table refresh_tokens (
  id uuid primary key,
  account_id uuid not null references accounts,
  user_id uuid not null references users,
  token_hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index refresh_tokens_user on refresh_tokens (account_id, user_id);

create table api_keys (
  id uuid primary key,
  account_id uuid not null references accounts,
  user_id uuid not null references users,
  name text not null,
  prefix text not null unique,
  key_hash bytea not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  version bigint not null default 0
);
create unique index api_keys_name on api_keys (account_id, name) where revoked_at is null;

create table idempotency_keys (
  account_id uuid not null references accounts,
  principal text not null,
  route text not null,
  key text not null,
  body_digest bytea not null,
  status integer,
  response bytea,
  created_at timestamptz not null default now(),
  primary key (account_id, principal, route, key)
);

create table secrets (
  id uuid primary key,
  account_id uuid not null references accounts,
  name text not null,
  origin text,
  wrapped_key bytea not null,
  ciphertext bytea not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (account_id, name)
);
