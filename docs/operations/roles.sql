-- The two roles that Preloop works as, for databases where its login may not create roles.
-- An administrator runs this once, in any database of the server, before Preloop's first start.
-- Put the name of Preloop's login, the one in DATABASE_URL, in place of preloop in the two grants.
create role preloop_app nologin;
create role preloop_system nologin;

-- The right to SET ROLE is all that is needed; Preloop refuses to start with a role that owns
-- tables, is a superuser or bypasses row-level security.
grant preloop_app to preloop;
grant preloop_system to preloop;
