package ai.preloop.activities.embedded;

/** How the product reaches its database, as the role that owns it. */
public record PostgresAddress(String jdbcUrl, String user, String password) {

  @Override
  public String toString() {
    return user + " at " + jdbcUrl;
  }
}
