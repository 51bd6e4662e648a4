package ai.preloop.api.security;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of others away from every listener: a request must name this host, and its
 * origin, where a browser sends one, must be the public address or the host that was named.
 */
public final class HostRules {

  private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "[::]", "");
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

  private final String publicOrigin;
  private final Set<String> hosts;

  /** {@code boundHost} is the address that is listened on, as the operator wrote it. */
  public HostRules(URI publicUrl, String boundHost) {
    this.publicOrigin = origin(publicUrl);
    this.hosts = hosts(publicUrl, boundHost);
  }

  /** MISDIRECTED for a host that is not ours, FORBIDDEN for an origin that is not. */
  public void check(@Nullable String host, @Nullable String origin) {
    if (host == null || !hosts.contains(withoutPort(lower(host)))) {
      throw new ProblemException(
          ProblemType.MISDIRECTED,
          "The Host header does not name this server; set PRELOOP_URL to the address that clients use.");
    }
    if (origin != null && !isOurs(lower(origin), lower(host))) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "Web pages of other origins may not send requests here.");
    }
  }

  private boolean isOurs(String origin, String host) {
    return origin.equals(publicOrigin)
        || origin.equals("http://" + host)
        || origin.equals("https://" + host);
  }

  private static Set<String> hosts(URI publicUrl, String boundHost) {
    Set<String> hosts = new HashSet<>();
    hosts.add(lower(publicUrl.getHost()));
    hosts.add("localhost");
    String bound = lower(boundHost);
    String bracketed = bound.contains(":") && !bound.startsWith("[") ? "[" + bound + "]" : bound;
    if (ANY_ADDRESS.contains(bound)) {
      hosts.addAll(LOOPBACK);
    } else if (bound.startsWith("127.") || LOOPBACK.contains(bracketed)) {
      hosts.add(bracketed);
    }
    return Set.copyOf(hosts);
  }

  private static String origin(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return lower(url.getScheme() + "://" + url.getHost() + port);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
