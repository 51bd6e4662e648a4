package ai.preloop.api.startup;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where this node listens, and the address that others know it by. */
@Component
public final class Listener {

  private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private final String host;
  private final int port;
  private final URI publicUrl;

  Listener(
      @Value("${server.address}") String host,
      @Value("${server.port}") int port,
      PreloopProperties preloop) {
    this.host = bare(host);
    this.port = port;
    this.publicUrl = preloop.url().isEmpty() ? localUrl() : chosen(preloop);
    if (preloop.isProduction() && !"https".equals(publicUrl.getScheme())) {
      throw refused("ENVIRONMENT=production needs a PRELOOP_URL that begins with https://.");
    }
  }

  /** As the operator wrote it, without the brackets that an IPv6 address has in a URL. */
  String host() {
    return host;
  }

  int port() {
    return port;
  }

  URI publicUrl() {
    return publicUrl;
  }

  /** Where this machine reaches it itself: nothing connects to a bind of all addresses. */
  URI localUrl() {
    String reached = ANY_ADDRESS.contains(host) ? loopback(host) : host;
    String written = reached.contains(":") ? "[" + reached + "]" : reached;
    try {
      return new URI("http://%s:%d".formatted(written, port)).parseServerAuthority();
    } catch (URISyntaxException e) {
      throw refused("HOST is not an address or a name of this machine, like 127.0.0.1.")
          .causedBy(e);
    }
  }

  boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static String loopback(String any) {
    return any.contains(":") ? "::1" : "127.0.0.1";
  }

  private static URI chosen(PreloopProperties preloop) {
    try {
      URI url = new URI(preloop.url());
      if (url.getScheme() != null && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw noAddress().causedBy(e);
    }
    throw noAddress();
  }

  private static ProblemException noAddress() {
    return refused("PRELOOP_URL is not an address like https://preloop.example.com.");
  }

  private static ProblemException refused(String sentence) {
    return new ProblemException(ProblemType.UNAVAILABLE, sentence);
  }
}
