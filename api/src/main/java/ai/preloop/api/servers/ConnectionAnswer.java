package ai.preloop.api.servers;

import ai.preloop.activities.servers.McpServer;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a server is got at, without the key. */
@Schema(name = "McpServerConnectionAnswer")
record ConnectionAnswer(
    @Nullable String ca, @Nullable String clientCertificate, @Nullable String proxy) {

  static @Nullable ConnectionAnswer of(McpServer.@Nullable Connection connection) {
    return connection == null
        ? null
        : new ConnectionAnswer(connection.ca(), connection.certificate(), connection.proxy());
  }
}
