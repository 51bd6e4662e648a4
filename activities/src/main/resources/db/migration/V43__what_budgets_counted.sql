-- What budgets counted of a call when it was settled, where it was priced again since: what differs was booked then, so
-- that whoever heals a lease of the call counts this.
alter table api_usage add column counted_nanos bigint;
grant update (counted_nanos) on api_usage to preloop_app;
