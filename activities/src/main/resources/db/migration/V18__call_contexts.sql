-- What conditions read of calls beside their arguments. Many calls have the same, so it is kept once
-- for each account under its SHA-256, which the records name and the chain covers.
create table call_contexts (
  account_id uuid not null references accounts (id),
  digest bytea not null,
  facts text not null,
  primary key (account_id, digest)
);

alter table audit_records add column context bytea;
alter table audit_records add column justification text;

alter table call_contexts enable row level security;
alter table call_contexts force row level security;
create policy one_account on call_contexts to preloop_app
  using (account_id = current_account()) with check (account_id = current_account());
create policy whole_system on call_contexts to preloop_system using (true) with check (true);
grant select on call_contexts to preloop_app;
grant select, insert on call_contexts to preloop_system;
