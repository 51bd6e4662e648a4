-- An upstream session belongs to the address that it was opened at. Where those that are there were
-- opened is not known, so they are let go; a new one is opened with the next call.
truncate upstream_sessions;
alter table upstream_sessions add column url text not null;
