package ai.preloop.activities.identity;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps {@code credentials.json} of a machine that runs its own servers: one key for agents and one
 * that can only read. Neither decides, writes policy or makes keys.
 */
public final class LocalCredentials {

  private static final NewKey AGENT = new NewKey("agent", Set.of(Scope.MCP_CALL), null);
  private static final NewKey READER = new NewKey("reader", Set.of(Scope.ACCOUNT_READ), null);

  private final Database database;
  private final Revisions revisions;

  LocalCredentials(Database database, Revisions revisions) {
    this.database = database;
    this.revisions = revisions;
  }

  /**
   * Writes where the product is now and keeps the keys. A key that is missing, or that this
   * database never gave out, is replaced, and the one that had its name ends; a revoked one stays
   * revoked.
   */
  public CredentialsFile keep(
      AccountId account, Path home, String url, @Nullable String temporalUi) {
    Optional<CredentialsFile> before = CredentialsFile.read(home);
    CredentialsFile now =
        database.inAccount(
            account,
            jdbc -> {
              KeyRows keys = new KeyRows(jdbc, account);
              return new CredentialsFile(
                      url,
                      temporalUi,
                      key(jdbc, keys, AGENT, before.map(CredentialsFile::agentKey)),
                      key(jdbc, keys, READER, before.map(CredentialsFile::readKey)))
                  .write(home);
            });
    revisions.refresh();
    return now;
  }

  private static String key(
      JdbcClient jdbc, KeyRows keys, NewKey wanted, Optional<String> written) {
    if (written.flatMap(KeyText::parse).filter(keys::knows).isPresent()) {
      return written.get();
    }
    keys.list().stream()
        .filter(key -> key.name().equals(wanted.name()))
        .forEach(key -> keys.revoke(key.id()));
    return keys.insert(owner(jdbc), wanted).text();
  }

  private static UserId owner(JdbcClient jdbc) {
    return new UserId(
        jdbc.sql(
                """
                select id from users
                where account_id = current_account() and role = 'owner' order by created_at, id limit 1
                """)
            .query(UUID.class)
            .single());
  }
}
