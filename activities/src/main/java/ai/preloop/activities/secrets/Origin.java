package ai.preloop.activities.secrets;

import ai.preloop.policies.documents.ServerSyntax;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;

/** Scheme, host and port of where a secret is sent (RFC 6454), written in full. */
public record Origin(String text) {

  public static Origin of(URI url) {
    if (url.getScheme() == null || url.getHost() == null) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "A secret is sent to a URL with a scheme and a host only.");
    }
    return new Origin(ServerSyntax.origin(url));
  }

  @Override
  public String toString() {
    return text;
  }
}
