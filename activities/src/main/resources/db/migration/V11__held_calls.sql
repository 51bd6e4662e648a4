-- A call that is repeated belongs to the request that it opened before; one that waits is counted.
-- Row security is forced on owners as well, so it is lifted for what is done to earlier rows.
alter table approval_requests add column waiters integer not null default 0 check (waiters >= 0);
alter table approval_requests add column delivered_at timestamptz;

alter table approval_requests no force row level security;
update approval_requests set delivered_at = clock_timestamp();
update approval_requests r set client_call_id = null
where exists (
  select from approval_requests earlier
  where earlier.account_id = r.account_id and earlier.subject_id = r.subject_id
    and earlier.client_call_id = r.client_call_id and earlier.id < r.id);
alter table approval_requests force row level security;

create unique index approval_requests_call
  on approval_requests (account_id, subject_id, client_call_id)
  where client_call_id is not null;
create unique index approval_requests_undelivered
  on approval_requests (account_id, subject_id, server_id, tool_name, digest) nulls not distinct
  where client_call_id is null and delivered_at is null and status in ('pending', 'approved');
create index approval_requests_declined
  on approval_requests (account_id, subject_id, digest, decided_at)
  where status = 'declined';

-- A request without a server asks a question and calls nothing, so it is over once it is approved.
drop index approval_requests_live;
create index approval_requests_live on approval_requests (created_at)
  where status = 'pending'
     or (status = 'approved' and server_id is not null
         and execution_status in ('none', 'executing', 'outcome_unknown'));

-- Waiters sleep on what becomes of a request, not on who else waits for it.
drop trigger woken on approval_requests;
create trigger woken after insert or update of status, execution_status, driven_at
  on approval_requests
  for each row execute function notify_approval();

-- How long a client lets a call wait, as far as it was seen to give up.
create table client_patience (
  account_id uuid not null references accounts,
  client text not null,
  progress boolean not null,
  gave_up_after integer not null check (gave_up_after > 0),
  confirmed boolean not null,
  seen_at timestamptz not null default now(),
  primary key (account_id, client, progress)
);
alter table client_patience enable row level security;
alter table client_patience force row level security;
create policy one_account on client_patience to preloop_app
  using (account_id = current_account()) with check (account_id = current_account());
grant select, insert, update, delete on client_patience to preloop_app;
