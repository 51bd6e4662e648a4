-- A client's id of a call means one request in one session; another session may use it anew.
drop index approval_requests_call;
create unique index approval_requests_call
  on approval_requests (account_id, subject_id, client_call_id, session_id)
  where client_call_id is not null;

-- Without an id, calls that are the same share a request as long as something may come of it; one that
-- has ended is found by the same index of lookups and does not stand in the way of the next.
drop index approval_requests_undelivered;
create unique index approval_requests_same_call
  on approval_requests (account_id, subject_id, server_id, tool_name, digest) nulls not distinct
  where client_call_id is null and delivered_at is null
    and (status = 'pending'
         or (status = 'approved' and server_id is not null
             and execution_status in ('none', 'executing', 'outcome_unknown')));
create index approval_requests_undelivered on approval_requests (account_id, subject_id, digest)
  where client_call_id is null and delivered_at is null;

-- Whether somebody was told to poll, or polls: such a request is not its waiters' alone to close.
alter table approval_requests add column polled boolean not null default false;

-- A client's cancellation, for the node that holds the call; each is of interest for a minute.
create table call_cancellations (
  id uuid primary key,
  account_id uuid not null references accounts,
  session_id uuid not null,
  request text not null,
  reason text,
  created_at timestamptz not null default clock_timestamp()
);
create index call_cancellations_age on call_cancellations (created_at);
alter table call_cancellations enable row level security;
alter table call_cancellations force row level security;
create policy one_account on call_cancellations to preloop_app
  using (account_id = current_account()) with check (account_id = current_account());
create policy whole_system on call_cancellations to preloop_system using (true) with check (true);
grant select, insert, delete on call_cancellations to preloop_app;
grant select on call_cancellations to preloop_system;
create function notify_cancellation() returns trigger
  language plpgsql
as $$
begin
  perform pg_notify('preloop_cancellations', new.id::text);
  return null;
end
$$;
create trigger told after insert on call_cancellations
  for each row execute function notify_cancellation();
