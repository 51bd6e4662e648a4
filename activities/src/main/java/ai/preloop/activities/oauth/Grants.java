package ai.preloop.activities.oauth;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.oauth.GrantRows.Row;
import ai.preloop.activities.oauth.TokenEndpoint.Reply;
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

  /** How long an authorization server that gave no clear answer is not asked again. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  static final Who PRODUCT = new Who("system", null, "preloop");

  private final Database database;
  private final GrantSecrets kept;
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
    this.kept = new GrantSecrets(secrets);
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

    /** Nothing now, and why; the grant may be good. */
    record Later(String sentence) implements Given {}
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
    return kept.access(key)
        .filter(access -> !refused.equals(Optional.of(access)))
        .map(access -> new Given.Token(access, row.freshFor()));
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
    Optional<OAuthClient> client = clients.find(key.server());
    if (client.isEmpty()) {
      return over(rows, key, "Preloop has to register there anew");
    }
    return form(key, client.get(), row)
        .map(form -> renewed(rows, new Renewal(key, row, client.get(), form), refused))
        .orElseGet(() -> over(rows, key, "its refresh token is not there any more"));
  }

  private record Renewal(GrantKey key, Row row, OAuthClient client, Map<String, String> form) {

    @Override
    public String toString() {
      return "Renewal[hidden]";
    }
  }

  private Given renewed(GrantRows rows, Renewal renewal, Optional<String> refused) {
    GrantKey key = renewal.key();
    return switch (endpoint.ask(key.server(), renewal.client(), renewal.form())) {
      case Reply.Tokens tokens -> {
        kept.keep(key, renewal.client(), tokens, PRODUCT);
        rows.lasts(key, tokens.life());
        yield new Given.Token(
            tokens.access(), rows.find(key).map(Row::freshFor).orElse(Duration.ZERO));
      }
      case Reply.Refused(String error) -> over(rows, key, error);
      case Reply.Unclear(String sentence) ->
          Optional.of(renewal.row())
              .filter(row -> row.isGood() && refused.isEmpty())
              .flatMap(row -> stillGood(key, row))
              .orElseGet(() -> later(key, sentence));
    };
  }

  /** It is given for a while without asking, so that who does not answer is not asked each time. */
  private Optional<Given> stillGood(GrantKey key, Row row) {
    Duration good = row.goodFor();
    Duration given = good == null || good.compareTo(PAUSE) > 0 ? PAUSE : good;
    return kept.access(key).map(access -> new Given.Token(access, given));
  }

  private static Given later(GrantKey key, String sentence) {
    return new Given.Later(
        "The token for %s could not be renewed; try again shortly. %s"
            .formatted(key.server().name(), sentence));
  }

  private Optional<Map<String, String>> form(GrantKey key, OAuthClient client, Row row) {
    OAuthSettings settings = key.server().settings();
    return settings.isUnattended()
        ? Optional.of(unattended(settings, scope(client, settings, row)))
        : kept.refresh(key, client)
            .map(token -> Map.of("grant_type", "refresh_token", "refresh_token", token));
  }

  /** No less than what was granted at first. */
  private static Optional<String> scope(OAuthClient client, OAuthSettings settings, Row row) {
    return row.scopes().isEmpty()
        ? client.scope(settings)
        : Optional.of(String.join(" ", row.scopes()));
  }

  /** RFC 6749, section 4.4. */
  static Map<String, String> unattended(OAuthSettings settings, Optional<String> scope) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", settings.kind().word());
    scope.ifPresent(asked -> form.put("scope", asked));
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
    new ServerStanding(rows.jdbc()).note(key, sentence);
    record(key, "server.authorization_failed", PRODUCT);
    return new Given.Nothing(sentence);
  }

  /** As what a grant was asked for, for which scope, and by whom. */
  record Asked(OAuthClient client, Optional<String> scope, Who by) {}

  /** What was granted just now, in place of what was before. */
  void keep(GrantKey key, Asked as, Reply.Tokens tokens) {
    database.doInAccount(
        key.server().account(),
        jdbc -> {
          GrantRows rows = new GrantRows(jdbc);
          boolean renewable =
              tokens.refresh().isPresent() || key.server().settings().isUnattended();
          rows.replace(key, renewable, tokens.scope().or(as::scope));
          kept.keep(key, as.client(), tokens, as.by());
          rows.lasts(key, tokens.life());
          new ServerStanding(jdbc).note(key, null);
          record(key, "server.authorized", as.by());
        });
  }

  /** Takes the grant back here, then there; false where there is none. */
  boolean revoke(GrantKey key, Who by) {
    Optional<OAuthClient> client = clients.find(key.server());
    Optional<String> token = client.flatMap(known -> kept.refresh(key, known));
    boolean revoked =
        database.inAccount(
            key.server().account(),
            jdbc -> {
              boolean deleted = new GrantRows(jdbc).delete(key);
              kept.delete(key, by);
              if (deleted) {
                record(key, "server.revoked", by);
              }
              return deleted;
            });
    token.ifPresent(held -> client.ifPresent(known -> endpoint.revoke(key.server(), known, held)));
    if (key.user() == null) {
      clients.forget(key.server());
    }
    return revoked;
  }

  private void record(GrantKey key, String action, Who by) {
    audit.change(
        AuditRecord.of(
            key.server().account(), by, new What(action, key.server().name(), null, null)));
  }
}
