package ai.preloop.activities.secrets;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.util.Locale;

/** Scheme, host and port of where a secret is sent (RFC 6454), written in full. */
public record Origin(String text) {

  public static Origin of(URI url) {
    if (url.getScheme() == null || url.getHost() == null) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "A secret is sent to a URL with a scheme and a host only.");
    }
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int port = url.getPort() >= 0 ? url.getPort() : scheme.equals("http") ? 80 : 443;
    return new Origin("%s://%s:%d".formatted(scheme, url.getHost().toLowerCase(Locale.ROOT), port));
  }

  @Override
  public String toString() {
    return text;
  }
}
