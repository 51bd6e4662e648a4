package ai.preloop.activities.identity;

import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;

/** A row of {@code users}; {@code version} grows whenever tokens that were given must end. */
record Person(
    UserId id,
    AccountId account,
    String name,
    String role,
    String passwordHash,
    boolean disabled,
    long version) {

  static final String COLUMNS = "id, account_id, username, role, password_hash, disabled, version";

  private static final Set<Scope> MEMBERS = Set.of(Scope.APPROVALS_DECIDE, Scope.ACCOUNT_READ);
  private static final Set<Scope> OWNERS =
      Set.of(Scope.APPROVALS_DECIDE, Scope.POLICY_WRITE, Scope.ACCOUNT_READ, Scope.ACCOUNT_ADMIN);

  static Person of(ResultSet row, int number) throws SQLException {
    return new Person(
        new UserId(row.getObject("id", UUID.class)),
        new AccountId(row.getObject("account_id", UUID.class)),
        row.getString("username"),
        row.getString("role"),
        row.getString("password_hash"),
        row.getBoolean("disabled"),
        row.getLong("version"));
  }

  /** All that a sign-in of this person may do; calling tools and models is for keys. */
  Set<Scope> scopes() {
    return role.equals("owner") ? OWNERS : MEMBERS;
  }

  boolean may(Scope asked) {
    return scopes().stream().anyMatch(scope -> scope.covers(asked));
  }

  Principal signedIn(Set<Scope> granted) {
    return new Principal(
        account, Principal.Kind.USER, id.value(), name, id, name, granted, Set.of(role));
  }

  @Override
  public String toString() {
    return "Person[" + id + ", " + name + "]";
  }
}
