package ai.preloop.bench.soak;

import ai.preloop.bench.load.Product;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;

/** The product's database, read beside the product. */
final class Records implements AutoCloseable {

  private final Connection connection;

  private Records(Connection connection) {
    this.connection = connection;
  }

  static Records of(Product product) throws IOException, SQLException {
    Properties kept = product.kept("postgres.properties");
    Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://127.0.0.1:%s/preloop".formatted(kept.getProperty("port")),
            "preloop",
            kept.getProperty("password"));
    Records records = new Records(connection);
    try (var statement = connection.createStatement()) {
      statement.execute("set role preloop_system");
    }
    return records;
  }

  long connections() throws SQLException {
    return number("select count(*) from pg_stat_activity where datname = 'preloop'");
  }

  long mebibytes() throws SQLException {
    return number("select pg_database_size('preloop') / 1048576");
  }

  long open() throws SQLException {
    return number("select count(*) from approval_requests where status = 'pending'");
  }

  /** Records of calls of the fixture's tools that were judged so. */
  long judged(String verdict) throws SQLException {
    return number(
        """
        select count(*) from audit_records
        where verdict = '%s' and action = 'tool.call' and server = 'fixture'
        """
            .formatted(verdict));
  }

  long all() throws SQLException {
    return number("select count(*) from audit_records");
  }

  /** Requests that ended so. */
  long requests(String status, String execution) throws SQLException {
    return number(
        "select count(*) from approval_requests where status = '%s' and execution_status = '%s'"
            .formatted(status, execution));
  }

  private long number(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
