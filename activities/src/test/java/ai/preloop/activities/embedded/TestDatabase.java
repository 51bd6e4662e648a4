package ai.preloop.activities.embedded;

import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database of a real PostgreSQL for tests: one server for a whole run, started when it is first
 * asked for, and a database at each call.
 */
public record TestDatabase(String jdbcUrl, String user, String password) {

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** An empty database of its own that belongs to the role of the product. */
  public static TestDatabase fresh() {
    return made("");
  }

  /** A database of its own with what is in this one, which nobody may be connected to. */
  public TestDatabase copy() {
    return made(" TEMPLATE " + name());
  }

  private static TestDatabase made(String like) {
    PostgresAddress address = Running.ADDRESS;
    String name = "test_" + COUNT.incrementAndGet();
    asSuperuser("CREATE DATABASE " + name + " OWNER " + address.user() + like);
    return new TestDatabase(
        address.jdbcUrl().replace("/preloop?", "/" + name + "?"),
        address.user(),
        address.password());
  }

  private String name() {
    return URI.create(jdbcUrl.substring("jdbc:".length())).getPath().substring(1);
  }

  /** One statement as the superuser of the server, outside any test's database. */
  public static void asSuperuser(String sql) {
    var kept = new KeptValues(Running.HOME.resolve("postgres.properties"));
    String url = Running.ADDRESS.jdbcUrl().replace("/preloop?", "/postgres?");
    try (var connection =
            DriverManager.getConnection(
                url, "postgres", kept.value("superuser-password").orElseThrow());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Holds the server; the class is loaded by the first test that needs one. */
  private static final class Running {

    static final Path HOME = TestHome.create();
    static final PostgresAddress ADDRESS = start();

    private static PostgresAddress start() {
      return TestHome.keep(HOME, EmbeddedServer.POSTGRESQL).postgres().orElseThrow();
    }
  }
}
