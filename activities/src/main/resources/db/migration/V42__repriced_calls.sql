-- Of the tokens written to a provider's cache, those that it keeps for an hour, which cost more; and what a call cost
-- before it was priced again, and when that was.
alter table api_usage
  add column cache_write_1h_tokens bigint not null default 0,
  add column previous_cost_nanos bigint,
  add column repriced_at timestamptz;

-- To price calls again is the account's own doing, within its row-level security.
grant update (cost_nanos, previous_cost_nanos, price_source, repriced_at) on api_usage to preloop_app;
