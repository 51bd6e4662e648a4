package ai.preloop.api.description;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Asks for the description once, so that nobody waits for the seconds that making it takes. */
@Component
final class EarlyDescription {

  private static final Logger LOG = LoggerFactory.getLogger(EarlyDescription.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final URI address;

  EarlyDescription(
      @Value("${server.address}") InetAddress bound, @Value("${server.port}") int port) {
    this.address = URI.create("http://%s:%d/openapi.json".formatted(host(bound), port));
  }

  private static String host(InetAddress bound) {
    if (bound.isAnyLocalAddress()) {
      return "localhost";
    }
    return bound instanceof Inet6Address
        ? "[" + bound.getHostAddress() + "]"
        : bound.getHostAddress();
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    Thread.ofPlatform().daemon().name("early-description").start(this::ask);
  }

  private void ask() {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(request, BodyHandlers.discarding());
    } catch (IOException e) {
      LOG.debug("The description was not made in advance", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
