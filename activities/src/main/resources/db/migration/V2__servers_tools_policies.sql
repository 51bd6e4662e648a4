create table mcp_servers (
  id uuid primary key,
  account_id uuid not null references accounts,
  name text not null,
  url text not null,
  transport text not null check (transport in ('streamable-http', 'sse', 'stdio')),
  auth_type text not null check (auth_type in ('none', 'bearer', 'api_key', 'oauth')),
  auth_header text,
  secret_name text,
  trusted boolean not null default false,
  owner text not null,
  status text not null check (status in ('new', 'active', 'error')),
  last_error text,
  last_scanned_at timestamptz,
  created_at timestamptz not null default now(),
  version bigint not null default 0,
  unique (account_id, name)
);

-- A definition is kept byte for byte; it is accepted by the first scan or by a person.
create table tools (
  id uuid primary key,
  account_id uuid not null references accounts,
  server_id uuid not null references mcp_servers on delete cascade,
  name text not null,
  definition bytea not null,
  definition_hash bytea not null,
  accepted_hash bytea,
  position integer not null,
  first_seen_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  unique (account_id, server_id, name)
);

create table policy_versions (
  id uuid primary key,
  account_id uuid not null references accounts,
  number integer not null,
  parent integer,
  author text not null,
  source text not null,
  digest bytea not null,
  content jsonb not null,
  changes jsonb not null,
  tag text,
  created_at timestamptz not null default now(),
  unique (account_id, number),
  unique (account_id, tag)
);

create table policy_heads (
  account_id uuid primary key references accounts,
  active_version integer not null,
  foreign key (account_id, active_version) references policy_versions (account_id, number)
);

create table mcp_sessions (
  id uuid primary key,
  account_id uuid not null references accounts,
  subject_type text not null,
  subject_id uuid not null,
  protocol_version text not null,
  client jsonb not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz
);
create index mcp_sessions_subject on mcp_sessions (account_id, subject_id);

create table upstream_sessions (
  account_id uuid not null references accounts,
  mcp_session_id uuid not null,
  server_id uuid not null references mcp_servers on delete cascade,
  session_id text,
  protocol_version text not null,
  opened_at timestamptz not null default now(),
  primary key (account_id, mcp_session_id, server_id)
);
