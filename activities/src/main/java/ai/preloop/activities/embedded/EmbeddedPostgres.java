package ai.preloop.activities.embedded;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.postgresql.util.PSQLState;

/** The product's own PostgreSQL: durable, on loopback, with passwords. */
final class EmbeddedPostgres implements ServerProgram {

  private static final String PASSWORD = "password";
  private static final String SUPERUSER_PASSWORD = "superuser-password";

  private final PostgresCluster cluster;
  private final KeptValues kept;
  private final int port;
  private final String password;

  private EmbeddedPostgres(PostgresCluster cluster, KeptValues kept) {
    this.cluster = cluster;
    this.kept = kept;
    this.port = kept.port("port");
    this.password = kept.value(PASSWORD, EmbeddedPostgres::secret);
  }

  /** Unpacks the programs and makes the data folder where they are not there yet. */
  static EmbeddedPostgres prepare(ServerHome home, Launcher launcher)
      throws IOException, InterruptedException {
    var kept = new KeptValues(home.home().resolve("postgres.properties"));
    var binaries = PostgresBinaries.unpackInto(home.programFolder("programs"));
    var cluster = new PostgresCluster(home, binaries, launcher);
    boolean fresh = !Files.exists(cluster.folder());
    if (!fresh && kept.value(PASSWORD).isEmpty()) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The password of the database in %s is not in %s: put the file back, or move the database away to begin with an empty one"
              .formatted(cluster.folder(), kept.file()));
    }
    var postgres = new EmbeddedPostgres(cluster, kept);
    if (fresh) {
      cluster.make(kept.value(SUPERUSER_PASSWORD, EmbeddedPostgres::secret), postgres.password);
    }
    return postgres;
  }

  PostgresAddress address() {
    return new PostgresAddress(
        "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable&gssEncMode=disable"
            .formatted(port, PostgresCluster.NAME),
        PostgresCluster.NAME,
        password);
  }

  @Override
  public EmbeddedServer kind() {
    return EmbeddedServer.POSTGRESQL;
  }

  @Override
  public List<String> command() {
    return List.of(
        cluster.binaries().program("postgres"),
        "-D",
        cluster.folder().toString(),
        "-p",
        Integer.toString(port),
        "-clisten_addresses=127.0.0.1",
        "-cunix_socket_directories=",
        "-cfsync=on",
        "-ctimezone=UTC",
        "-clog_timezone=UTC",
        "-clog_line_prefix=");
  }

  @Override
  public List<String> mark() {
    return List.of("-D", cluster.folder().toString());
  }

  @Override
  public Path kept() {
    return kept.file();
  }

  @Override
  public List<Integer> ports() {
    return List.of(port);
  }

  @Override
  public boolean isReady() {
    try (var connection =
        DriverManager.getConnection(
            address().jdbcUrl() + "&connectTimeout=2&socketTimeout=5",
            PostgresCluster.NAME,
            password)) {
      return connection.isValid(2);
    } catch (SQLException e) {
      if (PSQLState.INVALID_PASSWORD.getState().equals(e.getSQLState())) {
        throw new ProblemException(
                ProblemType.UNAVAILABLE,
                "PostgreSQL refuses the password in %s: put back the file that belongs to %s"
                    .formatted(kept.file(), cluster.folder()))
            .causedBy(e);
      }
      return false;
    }
  }

  private static String secret() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
