package ai.preloop.activities.database;

import ai.preloop.workflows.identity.AccountId;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The two ways to work with the database: inside one account, or as the system on listed tables.
 *
 * <p>Each call is one transaction; row-level security is set up first, so a query that forgets its
 * account finds nothing. Nested calls for the same side join the transaction that is open; one for
 * another account is a mistake of the program and is refused.
 */
public final class Database {

  private final JdbcClient tenant;
  private final TransactionTemplate tenantTransactions;
  private final JdbcClient system;
  private final TransactionTemplate systemTransactions;

  public Database(
      DataSource tenant,
      TransactionTemplate tenantTransactions,
      DataSource system,
      TransactionTemplate systemTransactions) {
    this.tenant = JdbcClient.create(tenant);
    this.tenantTransactions = tenantTransactions;
    this.system = JdbcClient.create(system);
    this.systemTransactions = systemTransactions;
  }

  /** Runs the work in one transaction that sees and changes this account's rows only. */
  public <T> T inAccount(AccountId account, Function<JdbcClient, T> work) {
    return tenantTransactions.execute(status -> {
      if (status.isNewTransaction()) {
        enter(account);
      } else {
        requireWithin(account);
      }
      return work.apply(tenant);
    });
  }

  private void enter(AccountId account) {
    tenant
        .sql("select set_config('app.account', ?, true)")
        .param(account.toString())
        .query(String.class)
        .single();
  }

  /** The rest of the outer work would go on under whatever account came last. */
  private void requireWithin(AccountId account) {
    String open = tenant.sql("select current_setting('app.account')").query(String.class).single();
    if (!open.equals(account.toString())) {
      throw new IllegalStateException(
          "Work for account %s within a transaction of %s".formatted(account, open));
    }
  }

  /** As {@link #inAccount}, for work that answers nothing. */
  public void doInAccount(AccountId account, Consumer<JdbcClient> work) {
    inAccount(
        account,
        jdbc -> {
          work.accept(jdbc);
          return true;
        });
  }

  /**
   * Runs one statement of the system role, which is a transaction of its own: it is committed in
   * the same round trip.
   */
  public void statementAsSystem(Consumer<JdbcClient> statement) {
    statement.accept(system);
  }

  /** Runs the work in one transaction of the system role. */
  public <T> T asSystem(Function<JdbcClient, T> work) {
    return systemTransactions.execute(status -> work.apply(system));
  }

  /** As {@link #asSystem}, for work that answers nothing. */
  public void doAsSystem(Consumer<JdbcClient> work) {
    asSystem(jdbc -> {
      work.accept(jdbc);
      return true;
    });
  }
}
