package ai.preloop.activities.servers;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.servers.ServerHealth.Trouble;
import ai.preloop.workflows.identity.AccountId;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What calls found out about servers, as their rows say it: written when it changes. */
final class HealthRows {

  private final Database database;
  private final Audit audit;

  HealthRows(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /** Whose server it is; empty where there is no such server any more. */
  Optional<AccountId> account(UUID server) {
    return database.asSystem(jdbc ->
        jdbc.sql("select account_id from mcp_servers where id = ?")
            .param(server)
            .query(UUID.class)
            .optional()
            .map(AccountId::new));
  }

  void write(AccountId account, UUID server, Optional<Trouble> trouble) {
    database.doInAccount(
        account,
        jdbc -> {
          Optional<String> changed =
              trouble.isPresent()
                  ? failed(jdbc, account, server, trouble.get().why())
                  : works(jdbc, account, server);
          changed.ifPresent(
              name -> record(account, name, trouble.isPresent() ? "unreachable" : "reached"));
        });
  }

  private void record(AccountId account, String server, String what) {
    audit.change(
        AuditRecord.of(account, Scanning.NOBODY, new What("server." + what, server, null, null)));
  }

  /** The server's name; empty where its row says so already, whoever said it. */
  private static Optional<String> failed(
      JdbcClient jdbc, AccountId account, UUID server, String why) {
    return jdbc.sql(
            """
            update mcp_servers
            set status = 'error', last_error = :why,
              last_error_at =
                case when status = 'error' then last_error_at else clock_timestamp() end
            where id = :server and account_id = :account
              and (status <> 'error' or last_error is distinct from :why)
            returning name
            """)
        .param("why", why)
        .param("server", server)
        .param("account", account.value())
        .query(String.class)
        .optional();
  }

  private static Optional<String> works(JdbcClient jdbc, AccountId account, UUID server) {
    return jdbc.sql(
            """
            update mcp_servers
            set status = case when last_scanned_at is null then 'new' else 'active' end,
              last_error = null, last_error_at = null
            where id = ? and account_id = ? and status = 'error'
            returning name
            """)
        .params(server, account.value())
        .query(String.class)
        .optional();
  }
}
