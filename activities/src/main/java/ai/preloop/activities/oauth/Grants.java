package ai.preloop.activities.oauth;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.oauth.GrantRows.Row;
import ai.preloop.activities.oauth.TokenEndpoint.Reply;
import ai.preloop.activities.secrets.KeptSecret;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Grants and their tokens. A token is renewed under the lock of its grant's row, so that no two
 * nodes use one refresh token, which may be good for one use.
 */
final class Grants {

  /** The authorization server does not know us, or not any more (RFC 6749, section 5.2). */
  static final String UNKNOWN_CLIENT = "invalid_client";

  static final Who PRODUCT = new Who("system", null, "preloop");

  private final Database database;
  private final SecretStore secrets;
  private final OAuthClients clients;
  private final TokenEndpoint endpoint;
  private final Audit audit;

  Grants(
      Database database,
      SecretStore secrets,
      OAuthClients clients,
      TokenEndpoint endpoint,
      Audit audit) {
    this.database = database;
    this.secrets = secrets;
    this.clients = clients;
    this.endpoint = endpoint;
    this.audit = audit;
  }

  /** What a call gets for its grant. */
  sealed interface Given {

    /** A token, and how long it need not be asked for again; null is for good. */
    record Token(String access, @Nullable Duration freshFor) implements Given {

      @Override
      public String toString() {
        return "Token[hidden]";
      }
    }

    /** Nothing, and why. */
    record Nothing(String sentence) implements Given {}
  }

  /** The token of now; another one where {@code refused} is it. */
  Given token(GrantKey key, Optional<String> refused) {
    Optional<Given> kept =
        database.inAccount(
            key.server().account(), jdbc -> kept(key, new GrantRows(jdbc).find(key), refused));
    return kept.orElseGet(
        () -> database.inAccount(key.server().account(), jdbc -> renewed(jdbc, key, refused)));
  }

  /** What needs no renewing, or cannot be renewed. */
  private Optional<Given> kept(GrantKey key, Optional<Row> found, Optional<String> refused) {
    if (found.isEmpty()) {
      return Optional.of(new Given.Nothing(key.missing()));
    }
    Row row = found.get();
    if (row.failure() != null) {
      return Optional.of(new Given.Nothing(row.failure()));
    }
    if (!row.isFresh()) {
      return Optional.empty();
    }
    String access = access(key);
    return refused.equals(Optional.of(access))
        ? Optional.empty()
        : Optional.of(new Given.Token(access, row.freshFor()));
  }

  private Given renewed(JdbcClient jdbc, GrantKey key, Optional<String> refused) {
    GrantRows rows = new GrantRows(jdbc);
    Optional<Row> row = rows.lock(key);
    return kept(key, row, refused)
        .orElseGet(() ->
            row.get().renewable()
                ? renewed(rows, key, row.get(), refused)
                : over(rows, key, "it gave no refresh token"));
  }

  private Given renewed(GrantRows rows, GrantKey key, Row row, Optional<String> refused) {
    OAuthClient client = clients.find(key.server()).orElseThrow();
    return switch (endpoint.ask(key.server(), client, form(key, client))) {
      case Reply.Tokens tokens -> {
        keepTokens(key, client, tokens, PRODUCT);
        rows.lasts(key, tokens.life());
        yield new Given.Token(
            tokens.access(), rows.find(key).map(Row::freshFor).orElse(Duration.ZERO));
      }
      case Reply.Refused(String error) -> over(rows, key, error);
      case Reply.Unclear(String sentence) ->
          row.isGood() && refused.isEmpty()
              ? new Given.Token(access(key), Duration.ZERO)
              : new Given.Nothing(
                  "The token for %s could not be renewed; try again shortly. %s"
                      .formatted(key.server().name(), sentence));
    };
  }

  private Map<String, String> form(GrantKey key, OAuthClient client) {
    OAuthSettings settings = key.server().settings();
    if (settings.isUnattended()) {
      return unattended(client, settings);
    }
    Origin origin = Origin.of(client.server().tokenEndpoint());
    return Map.of(
        "grant_type",
        "refresh_token",
        "refresh_token",
        secrets.get(key.server().account(), key.refreshName(), origin));
  }

  /** RFC 6749, section 4.4. */
  static Map<String, String> unattended(OAuthClient client, OAuthSettings settings) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", settings.kind().word());
    client.scope(settings).ifPresent(scope -> form.put("scope", scope));
    return form;
  }

  /** The grant is good for nothing any more: a person has to be asked again. */
  private Given over(GrantRows rows, GrantKey key, String why) {
    String sentence =
        "The access to %s that was granted has ended (%s): authorise it again with `preloop servers authorize %s`, or POST to /api/v1/mcp-servers/%s/oauth/authorize."
            .formatted(key.server().name(), why, key.server().name(), key.server().id());
    rows.fail(key, sentence);
    if (why.equals(UNKNOWN_CLIENT)) {
      clients.forget(key.server());
    }
    noteOnServer(rows.jdbc(), key, sentence);
    record(key, "server.authorization_failed", PRODUCT);
    return new Given.Nothing(sentence);
  }

  /** What was granted just now, in place of what was before. */
  void keep(GrantKey key, OAuthClient client, Reply.Tokens tokens, Who by) {
    database.doInAccount(
        key.server().account(),
        jdbc -> {
          GrantRows rows = new GrantRows(jdbc);
          boolean renewable =
              tokens.refresh().isPresent() || key.server().settings().isUnattended();
          rows.replace(key, renewable);
          keepTokens(key, client, tokens, by);
          rows.lasts(key, tokens.life());
          noteOnServer(jdbc, key, null);
          record(key, "server.authorized", by);
        });
  }

  private void keepTokens(GrantKey key, OAuthClient client, Reply.Tokens tokens, Who by) {
    keepSecret(key, key.accessName(), tokens.access(), Origin.of(key.server().url()), by);
    Origin granting = Origin.of(client.server().tokenEndpoint());
    tokens
        .refresh()
        .ifPresent(refresh -> keepSecret(key, key.refreshName(), refresh, granting, by));
  }

  private void keepSecret(GrantKey key, String name, String value, Origin origin, Who by) {
    secrets.put(key.server().account(), name, value, by);
    secrets.rebind(key.server().account(), name, origin, by);
  }

  private String access(GrantKey key) {
    return secrets.get(key.server().account(), key.accessName(), Origin.of(key.server().url()));
  }

  /** Takes the grant back here, then there; false where there is none. */
  boolean revoke(GrantKey key, Who by) {
    Optional<String> token = heldLongest(key);
    boolean revoked =
        database.inAccount(
            key.server().account(),
            jdbc -> {
              boolean deleted = new GrantRows(jdbc).delete(key);
              secrets.delete(key.server().account(), key.accessName(), by);
              secrets.delete(key.server().account(), key.refreshName(), by);
              if (deleted) {
                record(key, "server.revoked", by);
              }
              return deleted;
            });
    token.ifPresent(held ->
        clients
            .find(key.server())
            .ifPresent(client -> endpoint.revoke(key.server(), client, held)));
    if (key.user() == null) {
      clients.forget(key.server());
    }
    return revoked;
  }

  private Optional<String> heldLongest(GrantKey key) {
    Optional<Origin> bound =
        secrets.kept(key.server().account()).stream()
            .filter(kept -> kept.name().equals(key.refreshName()))
            .findFirst()
            .flatMap(KeptSecret::origin);
    return clients
        .find(key.server())
        .map(client -> Origin.of(client.server().tokenEndpoint()))
        .filter(origin -> bound.equals(Optional.of(origin)))
        .map(origin -> secrets.get(key.server().account(), key.refreshName(), origin));
  }

  /** Whoever looks at the server sees how it stands; a person's grant is that person's alone. */
  private static void noteOnServer(JdbcClient jdbc, GrantKey key, @Nullable String error) {
    if (key.user() == null) {
      jdbc.sql(
              """
              update mcp_servers set last_error = :error, version = version + 1,
                status = case when cast(:error as text) is null then
                  case when status = 'error' then 'new' else status end else 'error' end
              where account_id = :account and id = :id
              """)
          .param("error", error)
          .param("account", key.server().account().value())
          .param("id", key.server().id())
          .update();
    }
  }

  private void record(GrantKey key, String action, Who by) {
    audit.change(
        AuditRecord.of(
            key.server().account(), by, new What(action, key.server().name(), null, null)));
  }
}
