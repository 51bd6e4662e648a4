package ai.preloop.policies.reading;

import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.ServerSyntax;
import ai.preloop.policies.syntax.Literal;
import ai.preloop.policies.syntax.Position;
import java.net.URI;

/**
 * A credential that a document has in full: the name under which it is to be kept, and the only
 * origin that it may be sent to; that is empty for the secret of a client of OAuth, whose first use
 * says it.
 */
public record HeldCredential(
    String secret, String path, Position position, String value, String origin) {

  static HeldCredential of(Literal literal, McpServerEntry server) {
    return new HeldCredential(
        McpServerEntry.ownSecret(server.name()),
        literal.path(),
        literal.position(),
        literal.value().strip(),
        server.isOAuth() ? "" : ServerSyntax.origin(URI.create(server.url())));
  }

  /** Without the value, which belongs in no log. */
  @Override
  public String toString() {
    return "HeldCredential[secret=%s]".formatted(secret);
  }
}
