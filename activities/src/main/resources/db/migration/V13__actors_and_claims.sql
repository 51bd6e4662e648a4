-- A claim under which nothing was sent is taken back, as if it had never been.
grant delete on executions to preloop_app;

-- Who did it, by more than a name: a user, an api_key or the system, the id of the person or the key, and by what kind of credential a person voted.
alter table approval_events add column actor_type text;
alter table approval_events add column actor_id uuid;
alter table approval_events add column credential text;
alter table approval_requests add column cancel_actor_type text;
alter table approval_requests add column cancel_actor_id uuid;
alter table approval_requests add column resolve_actor_id uuid;

-- The digest that was shown to a voter, where the client said one.
alter table approval_votes alter column digest drop not null;
