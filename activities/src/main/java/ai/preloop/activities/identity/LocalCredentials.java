package ai.preloop.activities.identity;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps {@code credentials.json} of a machine that runs its own servers: one key for agents and one
 * that can only read. Neither decides, writes policy or makes keys.
 */
public final class LocalCredentials {

  private static final NewKey AGENT =
      new NewKey("agent", Set.of(Scope.MCP_CALL, Scope.GATEWAY_INVOKE), null);
  private static final NewKey READER = new NewKey("reader", Set.of(Scope.ACCOUNT_READ), null);

  private final Database database;
  private final Revisions revisions;
  private final IdentityRecords records;

  LocalCredentials(Database database, Revisions revisions, IdentityRecords records) {
    this.database = database;
    this.revisions = revisions;
    this.records = records;
  }

  /** What is in the file now, and whether the agents' key in it is one that a person revoked. */
  public record Kept(CredentialsFile file, boolean agentKeyRevoked) {}

  /**
   * Writes where the product is now and keeps the keys. A key that is missing, or that this
   * database never gave out, is replaced, and the one that was made in its place before ends; a
   * revoked one stays revoked until the file is removed.
   */
  public Kept keep(AccountId account, Path home, String url, @Nullable String temporalUi) {
    Optional<CredentialsFile> before = CredentialsFile.read(home);
    Kept now =
        database.inAccount(
            account,
            jdbc -> {
              Keys keys = new Keys(jdbc, new KeyRows(jdbc, account), Principal.ofProduct(account));
              Key agent = keys.kept(AGENT, before.map(CredentialsFile::agentKey));
              Key reader = keys.kept(READER, before.map(CredentialsFile::readKey));
              CredentialsFile file =
                  new CredentialsFile(url, temporalUi, agent.text(), reader.text());
              return new Kept(file.write(home), !agent.stands());
            });
    revisions.refresh();
    return now;
  }

  /** A key as the file has it. */
  private record Key(String text, boolean stands) {

    @Override
    public String toString() {
      return "Key[hidden]";
    }
  }

  /** The product's own keys, inside one transaction. */
  private final class Keys {

    private final JdbcClient jdbc;
    private final KeyRows rows;
    private final Principal product;

    Keys(JdbcClient jdbc, KeyRows rows, Principal product) {
      this.jdbc = jdbc;
      this.rows = rows;
      this.product = product;
    }

    Key kept(NewKey wanted, Optional<String> written) {
      Optional<KeyText> text = written.flatMap(KeyText::parse);
      Optional<Boolean> stands = text.flatMap(rows::stands);
      if (stands.isEmpty()) {
        return replaced(wanted);
      }
      rows.markOfProduct(text.get().prefix());
      return new Key(text.get().text(), stands.get());
    }

    private Key replaced(NewKey wanted) {
      rows.ofProduct().stream()
          .filter(key -> isForAgents(key.scopes()) == isForAgents(wanted.scopes()))
          .filter(key -> rows.revoke(key.id()))
          .forEach(key -> records.keyRevoked(product, key));
      MintedKey made = rows.insert(owner(jdbc), named(wanted));
      rows.markOfProduct(made.key().prefix());
      records.keyMinted(product, made.key());
      return new Key(made.text(), true);
    }

    /** A person may have a key of the usual name, which is theirs. */
    private NewKey named(NewKey wanted) {
      Set<String> taken = rows.list().stream().map(ApiKey::name).collect(Collectors.toSet());
      String name =
          Stream.iterate(1, number -> number + 1)
              .map(number -> number == 1 ? wanted.name() : wanted.name() + "-" + number)
              .filter(each -> !taken.contains(each))
              .findFirst()
              .orElseThrow();
      return new NewKey(name, wanted.scopes(), null);
    }
  }

  private static boolean isForAgents(Set<Scope> scopes) {
    return scopes.stream().anyMatch(Scope::isAgents);
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
