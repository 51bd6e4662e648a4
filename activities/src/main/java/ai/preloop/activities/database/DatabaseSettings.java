package ai.preloop.activities.database;

/** Where PostgreSQL is, and the login that owns the schema; pool sizes count connections. */
public record DatabaseSettings(
    String jdbcUrl, String user, String password, int tenantPool, int systemPool) {

  /** The sizes that one node needs: the tenant pool serves requests, the other a few loops. */
  public static DatabaseSettings of(String jdbcUrl, String user, String password) {
    return new DatabaseSettings(jdbcUrl, user, password, 12, 6);
  }

  @Override
  public String toString() {
    return "DatabaseSettings[" + jdbcUrl + ", " + user + "]";
  }
}
