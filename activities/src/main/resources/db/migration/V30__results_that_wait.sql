-- A request about what a tool answered, beside those about calls: the call was made, and is not made again.
alter table approval_requests add column kind text not null default 'call'
  check (kind in ('call', 'release'));

-- What a tool answered, sealed, until people let it go; what an agent may read is never in here.
create table withheld_results (
  approval_id uuid primary key references approval_requests,
  account_id uuid not null references accounts,
  result bytea not null,
  is_error boolean not null,
  withheld_at timestamptz not null default clock_timestamp()
);
alter table withheld_results enable row level security;
alter table withheld_results force row level security;
create policy one_account on withheld_results to preloop_app
  using (account_id = current_account()) with check (account_id = current_account());
create policy whole_system on withheld_results to preloop_system using (true) with check (true);
grant select, insert, delete on withheld_results to preloop_app;
grant select (approval_id, withheld_at), delete on withheld_results to preloop_system;
create index withheld_results_age on withheld_results (withheld_at);

-- Each answer has a request of its own, however often the same call was made.
drop index approval_requests_call;
create unique index approval_requests_call
  on approval_requests (account_id, subject_id, client_call_id, session_id)
  where client_call_id is not null and not stateless and kind = 'call';
create index approval_requests_release
  on approval_requests (account_id, subject_id, client_call_id)
  where client_call_id is not null and kind = 'release';
drop index approval_requests_same_call;
create unique index approval_requests_same_call
  on approval_requests (account_id, subject_id, server_id, method, tool_name, digest) nulls not distinct
  where client_call_id is null and delivered_at is null and kind = 'call'
    and (status = 'pending'
         or (status = 'approved' and server_id is not null
             and execution_status in ('none', 'executing', 'outcome_unknown')));

-- How long a client waited that was still there when it was told to poll.
alter table client_patience alter column gave_up_after drop not null;
alter table client_patience add column waited integer not null default 0;
alter table client_patience add column waited_at timestamptz;
