package ai.preloop.activities.servers;

import ai.preloop.activities.oauth.GrantKey;
import ai.preloop.activities.oauth.GrantedAccess;
import ai.preloop.activities.oauth.GrantedAccess.Granted;
import ai.preloop.activities.oauth.OAuthServer;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.secrets.UsableSecret.Fixed;
import ai.preloop.activities.secrets.UsableSecret.Living;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.upstream.BearerTokens;
import ai.preloop.activities.upstream.Credential;
import ai.preloop.activities.upstream.Reach;
import ai.preloop.activities.upstream.UpstreamServer;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Preloop shows servers, so that they know who calls. */
final class SignIns {

  private final SecretStore secrets;
  private final GrantedAccess access;

  SignIns(SecretStore secrets, GrantedAccess access) {
    this.secrets = secrets;
    this.access = access;
  }

  /** What it is for the servers of one account, at one moment. */
  Of of(AccountId account, JdbcClient jdbc) {
    return new Of(account, secrets, access.read(jdbc, account));
  }

  /** The sign-ins of one account. */
  record Of(AccountId account, SecretStore secrets, Granted granted) {

    Server server(McpServer row) {
      try {
        return row.oauth().map(oauth -> granted(row, oauth)).orElseGet(() -> kept(row));
      } catch (ProblemException e) {
        return nowhere(row, e.detail());
      }
    }

    private static Server nowhere(McpServer row, String why) {
      return server(row, row.reachedWith(Credential.NONE, Reach.DIRECT), why, null);
    }

    /** The key is handed out for the server's own origin only. */
    private Reach reach(McpServer row) {
      McpServer.Connection way = row.registration().connection();
      return way == null
          ? Reach.DIRECT
          : way.proved(
              () -> secrets.get(account, ServerSecrets.ownKey(row.id()), Origin.of(row.uri())));
    }

    private Server kept(McpServer row) {
      return server(row, row.reachedWith(credential(row), reach(row)), null, null);
    }

    private Credential credential(McpServer row) {
      String secret = row.registration().secretName();
      if (secret == null) {
        return Credential.NONE;
      }
      if (secret.startsWith(OAuthServer.SECRETS)) {
        throw new ProblemException(
            ProblemType.FORBIDDEN,
            "The server's secret is of a sign-in by OAuth, which is its own.");
      }
      boolean isBearer = row.registration().authType().equals("bearer");
      String named = row.registration().authHeader();
      String header = named == null ? "X-API-Key" : named;
      return switch (secrets.use(account, secret, Origin.of(row.uri()))) {
        case Fixed(String value) ->
            isBearer
                ? Credential.bearer(row.uri(), value)
                : Credential.apiKey(row.uri(), header, value);
        case Living living ->
            isBearer
                ? Credential.bearer(row.uri(), living)
                : Credential.apiKey(row.uri(), header, living);
      };
    }

    private Server granted(McpServer row, OAuthServer oauth) {
      GrantKey whole = new GrantKey(oauth, null);
      if (!oauth.settings().isPerPerson()) {
        Optional<UpstreamServer> there = address(row, whole);
        return server(
            row,
            there.orElseGet(() -> row.reachedWith(Credential.NONE, Reach.DIRECT)),
            there.isPresent() ? null : whole.missing(),
            null);
      }
      Map<UUID, UpstreamServer> people = new HashMap<>();
      for (UUID person : granted.people(row.id())) {
        address(row, new GrantKey(oauth, person)).ifPresent(each -> people.put(person, each));
      }
      return server(
          row, row.reachedWith(Credential.NONE, Reach.DIRECT), whole.missing(), Map.copyOf(people));
    }

    private Optional<UpstreamServer> address(McpServer row, GrantKey key) {
      return granted.tokens(key).map(tokens -> row.reachedWith(bearer(row, tokens), reach(row)));
    }

    private static Credential bearer(McpServer row, BearerTokens tokens) {
      return Credential.bearer(row.uri(), tokens);
    }

    private static Server server(
        McpServer row,
        UpstreamServer address,
        @Nullable String problem,
        @Nullable Map<UUID, UpstreamServer> people) {
      return new Server(
          row.id(),
          row.name(),
          row.trusted(),
          address,
          row.introduction(),
          row.registration().maxConcurrency(),
          problem,
          people);
    }
  }
}
