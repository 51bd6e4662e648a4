package ai.preloop.activities.servers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.ServerIntroduction;
import ai.preloop.activities.oauth.OAuthServer;
import ai.preloop.activities.oauth.OAuthSettings;
import ai.preloop.activities.oauth.OAuthSettings.Kind;
import ai.preloop.activities.oauth.OAuthSettings.Whose;
import ai.preloop.activities.upstream.Credential;
import ai.preloop.activities.upstream.Reach;
import ai.preloop.activities.upstream.Tls;
import ai.preloop.activities.upstream.UpstreamServer;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.ownership.EditedDocument;
import ai.preloop.workflows.identity.AccountId;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Embedded;
import org.springframework.data.relational.core.mapping.Table;

/** A registered upstream server; its credential is a name in the secret store. */
@Table("mcp_servers")
public record McpServer(
    @Id UUID id,
    UUID accountId,
    @Embedded.Empty Registration registration,
    String owner,
    @Embedded.Empty Finding finding,
    Instant createdAt,
    @Version @Nullable Long version) {

  /** What a person says of it. */
  public record Registration(
      String name,
      String url,
      String transport,
      String authType,
      @Nullable String authHeader,
      @Nullable String secretName,
      boolean trusted,
      @Embedded.Nullable(prefix = "oauth_") @Nullable OAuthRow oauth,
      @Embedded.Nullable(prefix = "reach_") @Nullable Connection connection,
      @Nullable Integer maxConcurrency) {

    static Registration of(ServerSpec spec, @Nullable String secret) {
      return new Registration(
          spec.name(),
          spec.url(),
          spec.transport(),
          spec.auth().type(),
          spec.auth().header(),
          secret,
          spec.trusted(),
          OAuthRow.of(spec.auth().settings()),
          Connection.of(spec.connection()),
          spec.maxConcurrency());
    }

    /** What is kept of how the server knows us. */
    ServerSpec.Auth auth() {
      return new ServerSpec.Auth(authType, authHeader, null, secretName, settings());
    }

    /** What is kept of how it is got at; the key is where it was. */
    ServerSpec.@Nullable Connection kept() {
      return connection == null
          ? null
          : new ServerSpec.Connection(
              connection.ca(), connection.certificate(), null, connection.proxy());
    }

    private @Nullable OAuthSettings settings() {
      return oauth == null ? null : oauth.settings();
    }

    boolean isCommand() {
      return transport.equals(McpServerEntry.STDIO);
    }

    private boolean isReachedAs(ServerSpec spec) {
      return url.equals(spec.url())
          && transport.equals(spec.transport())
          && authType.equals(spec.auth().type())
          && Objects.equals(authHeader, spec.auth().header())
          && Objects.equals(secretName, spec.auth().secretName())
          && Objects.equals(settings(), spec.auth().settings())
          && Objects.equals(connection, Connection.of(spec.connection()))
          && (spec.connection() == null || spec.connection().key() == null)
          && spec.auth().credential() == null;
    }
  }

  /** How it is got at; all of it is null where that is the usual way. */
  public record Connection(
      @Nullable String ca, @Nullable String certificate, @Nullable String proxy) {

    static @Nullable Connection of(ServerSpec.@Nullable Connection said) {
      return said == null || said.isUsual()
          ? null
          : new Connection(said.ca(), said.certificate(), said.proxy());
    }

    /** As whoever has no key of ours: the servers that it is authorised by. */
    private Reach unproved() {
      return new Reach(ca == null ? null : Tls.of(ca, null), proxyUrl());
    }

    Reach proved(Supplier<String> key) {
      return certificate == null
          ? unproved()
          : new Reach(Tls.of(ca, new Tls.Own(certificate, key.get())), proxyUrl());
    }

    private @Nullable URI proxyUrl() {
      return proxy == null ? null : URI.create(proxy);
    }
  }

  /** How it is signed in to by OAuth; all of it is null where it is not. */
  record OAuthRow(
      @Nullable String clientId,
      @Nullable String scope,
      @Nullable Boolean perUser,
      @Nullable String grant) {

    static @Nullable OAuthRow of(@Nullable OAuthSettings settings) {
      return settings == null
          ? null
          : new OAuthRow(
              settings.clientId(),
              settings.scope(),
              settings.isPerPerson(),
              settings.kind().word());
    }

    @Nullable OAuthSettings settings() {
      return grant == null
          ? null
          : new OAuthSettings(
              clientId,
              scope,
              Boolean.TRUE.equals(perUser) ? Whose.PERSON : Whose.ACCOUNT,
              Kind.of(grant).orElseThrow());
    }
  }

  /**
   * What was last found out about it, by a scan or by calls; {@code lastErrorAt} is since when it
   * is in this error.
   */
  public record Finding(
      String status,
      @Nullable String lastError,
      @Nullable Instant lastErrorAt,
      @Nullable Instant lastScannedAt,
      byte @Nullable [] introduction) {

    static final Finding NONE = new Finding("new", null, null, null, null);

    private Finding unasked() {
      return new Finding("new", null, null, lastScannedAt, introduction);
    }

    private Finding failed(Instant at, String error) {
      return new Finding("error", error, at, lastScannedAt, introduction);
    }

    private boolean isFailed(String error) {
      return status.equals("error") && error.equals(lastError);
    }

    /** Whether it has said what tools it has, reached as it is now. */
    boolean isActive() {
      return status.equals("active");
    }
  }

  public String name() {
    return registration.name();
  }

  public String url() {
    return registration.url();
  }

  public URI uri() {
    return URI.create(url());
  }

  /** What it is for whoever signs in there by OAuth; empty where nobody does. */
  public Optional<OAuthServer> oauth() {
    return Optional.ofNullable(registration.settings())
        .map(settings ->
            new OAuthServer(
                new AccountId(accountId),
                id,
                name(),
                uri(),
                settings,
                registration.secretName(),
                registration.connection() == null
                    ? Reach.DIRECT
                    : registration.connection().unproved()));
  }

  /** How calls reach it. */
  UpstreamServer reachedWith(Credential credential, Reach reach) {
    return switch (registration.transport()) {
      case McpServerEntry.STDIO -> UpstreamServer.Command.of(uri());
      case McpServerEntry.SSE -> new UpstreamServer.Sse(uri(), credential, reach);
      default -> new UpstreamServer.Http(uri(), credential, reach);
    };
  }

  public boolean trusted() {
    return registration.trusted();
  }

  /** What the server said of itself when it was last asked. */
  ServerIntroduction introduction() {
    byte[] said = finding.introduction();
    return said == null ? ServerIntroduction.NONE : ServerIntroduction.read(JsonSlice.of(said));
  }

  /** Whether a document of the policy brings it, and nobody made it by hand. */
  public boolean isBrought() {
    return !owner.equals(EditedDocument.CONSOLE);
  }

  /** Whether it is registered so already. */
  boolean isAs(ServerSpec spec) {
    return name().equals(spec.name())
        && trusted() == spec.trusted()
        && Objects.equals(registration.maxConcurrency(), spec.maxConcurrency())
        && registration.isReachedAs(spec);
  }

  /** Whether what was granted for it is good for what it is to be. */
  boolean isSignedInToAs(ServerSpec spec) {
    return registration.isReachedAs(spec);
  }

  /** Whether nobody has registered it otherwise: all else is what was found out about it. */
  boolean isRegisteredAs(McpServer other) {
    return registration.equals(other.registration) && owner.equals(other.owner);
  }

  McpServer ownedBy(String next) {
    return new McpServer(id, accountId, registration, next, finding, createdAt, version);
  }

  McpServer unasked() {
    return with(registration, finding.unasked());
  }

  McpServer scanned(Instant at, ServerIntroduction said) {
    return with(registration, new Finding("active", null, null, at, said.raw().toBytes()));
  }

  McpServer failed(Instant at, String error) {
    return with(registration, finding.failed(at, error));
  }

  /** Whether its row says so already. */
  boolean isFailed(String error) {
    return finding.isFailed(error);
  }

  /**
   * What a scan said holds for as long as the server is reached at the same place and in the same
   * way.
   */
  McpServer changedTo(ServerSpec spec, @Nullable String secret) {
    Finding left = finding.unasked();
    return with(Registration.of(spec, secret), registration.isReachedAs(spec) ? finding : left);
  }

  private McpServer with(Registration changed, Finding found) {
    return new McpServer(id, accountId, changed, owner, found, createdAt, version);
  }
}
