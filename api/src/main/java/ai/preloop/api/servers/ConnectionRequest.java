package ai.preloop.api.servers;

import ai.preloop.activities.servers.ServerSpec;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a server is got at. */
@Schema(name = "McpServerConnection")
record ConnectionRequest(
    @Schema(description = "Authorities in PEM that are believed beside the usual ones.")
        @Nullable String ca,
    @Schema(description = "Our certificate in PEM, with those that lead to its authority.")
        @Nullable String clientCertificate,
    @Schema(
            description = "The certificate's key, PKCS #8 in PEM; it is sealed.",
            accessMode = Schema.AccessMode.WRITE_ONLY)
        @Nullable String clientKey,
    @Schema(
            example = "http://proxy.example.com:3128",
            description = "A proxy that is asked to CONNECT to the server's address.")
        @Nullable String proxy) {

  ServerSpec.Connection connection() {
    if ((clientCertificate == null) != (clientKey == null)) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "A client_certificate goes with its client_key.");
    }
    return new ServerSpec.Connection(ca, clientCertificate, clientKey, proxy);
  }

  @Override
  public String toString() {
    return "ConnectionRequest[hidden]";
  }
}
