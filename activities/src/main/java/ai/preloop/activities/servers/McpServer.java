package ai.preloop.activities.servers;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Table;

/** A registered upstream server; its credential is a name in the secret store. */
@Table("mcp_servers")
public record McpServer(
    @Id UUID id,
    UUID accountId,
    String name,
    String url,
    String transport,
    String authType,
    @Nullable String authHeader,
    @Nullable String secretName,
    boolean trusted,
    String owner,
    String status,
    @Nullable String lastError,
    @Nullable Instant lastScannedAt,
    Instant createdAt,
    @Version @Nullable Long version) {

  public URI uri() {
    return URI.create(url);
  }

  McpServer scanned(Instant at) {
    return new McpServer(
        id,
        accountId,
        name,
        url,
        transport,
        authType,
        authHeader,
        secretName,
        trusted,
        owner,
        "active",
        null,
        at,
        createdAt,
        version);
  }

  McpServer failed(String error) {
    return new McpServer(
        id,
        accountId,
        name,
        url,
        transport,
        authType,
        authHeader,
        secretName,
        trusted,
        owner,
        "error",
        error,
        lastScannedAt,
        createdAt,
        version);
  }

  /**
   * What a scan said holds for as long as the server is reached at the same place and in the same
   * way.
   */
  McpServer changedTo(ServerSpec spec, @Nullable String secret) {
    boolean same = isReachedAs(spec);
    return new McpServer(
        id,
        accountId,
        spec.name(),
        spec.url(),
        spec.transport(),
        spec.auth().type(),
        spec.auth().header(),
        secret,
        spec.trusted(),
        owner,
        same ? status : "new",
        same ? lastError : null,
        lastScannedAt,
        createdAt,
        version);
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
