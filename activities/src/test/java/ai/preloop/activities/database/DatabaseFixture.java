package ai.preloop.activities.database;

import ai.preloop.activities.embedded.TestDatabase;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A migrated database of its own, with the product's pools and, for tampering, its owner. */
public final class DatabaseFixture implements AutoCloseable {

  private final DatabaseSettings settings;
  private final AnnotationConfigApplicationContext context;

  private DatabaseFixture(DatabaseSettings settings, AnnotationConfigApplicationContext context) {
    this.settings = settings;
    this.context = context;
  }

  public static DatabaseFixture migrated() {
    TestDatabase fresh = MigratedDatabase.fresh();
    var settings = new DatabaseSettings(fresh.jdbcUrl(), fresh.user(), fresh.password(), 4, 4);
    var context = new AnnotationConfigApplicationContext();
    context.registerBean(DatabaseSettings.class, () -> settings);
    context.register(DatabaseConfiguration.class);
    context.refresh();
    return new DatabaseFixture(settings, context);
  }

  public Database database() {
    return context.getBean(Database.class);
  }

  public DatabaseSettings settings() {
    return settings;
  }

  public DataSource pool(String bean) {
    return context.getBean(bean, DataSource.class);
  }

  /** The role that owns the schema, outside the product's two ways. */
  public JdbcClient owner() {
    return JdbcClient.create(
        new DriverManagerDataSource(settings.jdbcUrl(), settings.user(), settings.password()));
  }

  /** A connection of the owner, for locks and transactions that a test holds. */
  public Connection connection() throws SQLException {
    return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
  }

  /** Runs statements as an owner who has put row security on the ledger aside. */
  public void tamper(String sql) throws SQLException {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String table : new String[] {"audit_records", "audit_heads"}) {
        statement.execute("alter table %s no force row level security".formatted(table));
      }
      statement.execute(sql);
      for (String table : new String[] {"audit_records", "audit_heads"}) {
        statement.execute("alter table %s force row level security".formatted(table));
      }
      connection.commit();
    }
  }

  public AccountId account(String name) {
    AccountId account = new AccountId(Ids.next());
    database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql("insert into accounts (id, name) values (?, ?)")
                    .params(account.value(), name)
                    .update());
    return account;
  }

  @Override
  public void close() {
    context.close();
  }
}
