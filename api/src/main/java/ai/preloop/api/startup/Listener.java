package ai.preloop.api.startup;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where this node listens, and the address that others know it by. */
@Component
public final class Listener {

  private final String host;
  private final int port;
  private final URI publicUrl;

  Listener(
      @Value("${server.address}") String host,
      @Value("${server.port}") int port,
      PreloopProperties preloop) {
    this.host = host;
    this.port = port;
    this.publicUrl = publicUrl(preloop, host, port);
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  URI publicUrl() {
    return publicUrl;
  }

  boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static URI publicUrl(PreloopProperties preloop, String host, int port) {
    URI url =
        URI.create(preloop.url().isEmpty() ? "http://%s:%d".formatted(host, port) : preloop.url());
    if (url.getScheme() == null || url.getHost() == null) {
      throw refused("PRELOOP_URL is not an address like https://preloop.example.com.");
    }
    if (preloop.isProduction() && !url.getScheme().equals("https")) {
      throw refused("ENVIRONMENT=production needs a PRELOOP_URL that begins with https://.");
    }
    return url;
  }

  private static ProblemException refused(String sentence) {
    return new ProblemException(ProblemType.UNAVAILABLE, sentence);
  }
}
