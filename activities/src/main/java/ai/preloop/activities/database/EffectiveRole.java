package ai.preloop.activities.database;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refuses to work with a role to which row-level security would not apply. */
final class EffectiveRole {

  private static final String FACTS =
      """
      select current_user as name, r.rolsuper or r.rolbypassrls as above_policies,
             exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p'))
               as owns_tables
      from pg_roles r where r.rolname = current_user
      """;

  private EffectiveRole() {}

  static HikariDataSource checked(HikariDataSource pool, String expected) {
    Role role = JdbcClient.create(pool).sql(FACTS).query(Role.class).single();
    if (role.name().equals(expected) && !role.abovePolicies() && !role.ownsTables()) {
      return pool;
    }
    pool.close();
    throw new ProblemException(
        ProblemType.UNAVAILABLE,
        "The database role %s owns tables, is a superuser or bypasses row security; Preloop does not start with it."
            .formatted(role.name()));
  }

  /** What the server says of the role that is in effect. */
  record Role(String name, boolean abovePolicies, boolean ownsTables) {}
}
