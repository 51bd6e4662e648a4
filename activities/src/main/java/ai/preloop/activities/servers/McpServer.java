package ai.preloop.activities.servers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.ServerIntroduction;
import ai.preloop.activities.upstream.Credential;
import ai.preloop.activities.upstream.UpstreamServer;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.ownership.EditedDocument;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
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
          spec.maxConcurrency());
    }

    /** What is kept of how the server knows us. */
    ServerSpec.Auth auth() {
      return new ServerSpec.Auth(authType, authHeader, null, secretName);
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
          && spec.auth().credential() == null;
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

  /** How calls reach it. */
  UpstreamServer reachedWith(Credential credential) {
    return switch (registration.transport()) {
      case McpServerEntry.STDIO -> UpstreamServer.Command.of(uri());
      case "sse" -> new UpstreamServer.Sse(uri(), credential);
      default -> new UpstreamServer.Http(uri(), credential);
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
