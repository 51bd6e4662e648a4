-- The truth about every call that waits, waited, or ran after a person's decision.
-- Arguments, justification, comments of the agent and results are sealed with the account's and the row's ids.
create table approval_requests (
  id uuid primary key,
  account_id uuid not null references accounts,
  status text not null
    check (status in ('pending', 'approved', 'declined', 'expired', 'cancelled')),
  execution_round integer not null default 1,
  execution_status text not null default 'none'
    check (execution_status in ('none', 'executing', 'succeeded', 'failed', 'outcome_unknown')),
  server_id uuid,
  server_name text not null,
  server_url text not null,
  tool_name text not null,
  definition_hash bytea not null,
  repeatable boolean not null,
  arguments bytea not null,
  digest bytea not null,
  justification bytea,
  subject_type text not null,
  subject_id uuid not null,
  subject_name text not null,
  subject_user_id uuid,
  session_id uuid,
  client_call_id text,
  correlation_id uuid not null,
  policy_version integer not null,
  rules jsonb not null,
  workflows jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  deadline timestamptz not null,
  cancel_requested_at timestamptz,
  cancel_requested_by text,
  cancel_reason text,
  resolve_action text check (resolve_action in ('resend', 'succeeded', 'failed')),
  resolve_requested_at timestamptz,
  resolve_requested_by text,
  resolve_comment text,
  decided_at timestamptz,
  decided_by text,
  decision_comment text,
  workflow_store text,
  driven_at timestamptz
);
create index approval_requests_open on approval_requests (account_id, subject_id)
  where status = 'pending';
create index approval_requests_list on approval_requests (account_id, created_at desc, id desc);
create index approval_requests_live on approval_requests (created_at)
  where status = 'pending'
     or (status = 'approved' and execution_status in ('none', 'executing', 'outcome_unknown'));

create table approval_votes (
  id uuid primary key,
  account_id uuid not null references accounts,
  approval_id uuid not null references approval_requests,
  voter_id uuid not null,
  voter_name text not null,
  eligible_for text[] not null,
  credential text not null,
  verdict text not null check (verdict in ('approve', 'decline')),
  comment text,
  digest bytea not null,
  cast_at timestamptz not null,
  unique (approval_id, voter_id)
);

create table approval_events (
  approval_id uuid not null references approval_requests,
  seq integer not null,
  account_id uuid not null references accounts,
  at timestamptz not null,
  type text not null,
  actor text,
  detail text,
  comment text,
  recorded_at timestamptz,
  primary key (approval_id, seq)
);
create index approval_events_unrecorded on approval_events (account_id, at) where recorded_at is null;

create table approval_links (
  id uuid primary key,
  account_id uuid not null references accounts,
  approval_id uuid not null references approval_requests,
  user_id uuid not null references users,
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);

create table approval_notifications (
  id uuid primary key,
  account_id uuid not null references accounts,
  approval_id uuid not null references approval_requests,
  channel text not null,
  recipient text not null,
  step text not null,
  sent_at timestamptz,
  error text,
  unique (approval_id, channel, recipient, step)
);

-- One row for each time that an approved call may be sent; the row is the claim.
create table executions (
  approval_id uuid not null references approval_requests,
  round integer not null,
  account_id uuid not null references accounts,
  claim text not null,
  claimed_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  status text not null check (status in ('executing', 'succeeded', 'failed', 'outcome_unknown')),
  result bytea,
  error text,
  primary key (approval_id, round)
);
