package ai.preloop.activities.upstream;

import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamServer.Sse;
import ai.preloop.policies.documents.ServerSyntax;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * A stream on which a server is heard, and the address that it names there for what is sent to it
 * (MCP 2024-11-05, HTTP with SSE).
 */
final class SseWire implements Wire {

  private static final String ENDED =
      "The upstream server's stream of answers ended before it had answered.";

  private final UpstreamHttp http;
  private final Sse server;
  private final Intake intake;
  private final CompletableFuture<Sse> endpoint = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile @Nullable Exchange stream;

  SseWire(UpstreamHttp http, Sse server, Intake intake) {
    this.http = http;
    this.server = server;
    this.intake = intake;
  }

  @Override
  public void open(Hearing hearing, Deadline deadline) throws IOException {
    HttpGet get = new HttpGet(server.url());
    get.setHeader("Accept", "text/event-stream");
    Exchange opened = http.send(server, get, Clearance.GIVEN, deadline);
    stream = opened;
    if (opened.status() != 200 || !opened.mediaType().equals("text/event-stream")) {
      throw new TurnedAwayException(opened.status());
    }
    Thread.ofVirtual().name("preloop-sse").start(() -> read(opened, hearing));
    awaitEndpoint(deadline);
    opened.stays();
  }

  private void awaitEndpoint(Deadline deadline) throws IOException {
    try {
      endpoint.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw notInTime(e);
    } catch (ExecutionException e) {
      // The connection is cut at the deadline, which may be noticed first.
      throw deadline.hasPassed() ? notInTime(e) : new NotSentException(reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Nobody waits for the stream any more");
    }
  }

  private static NotSentException notInTime(Exception cause) {
    return new NotSentException("The upstream server did not say in time where to send to.", cause);
  }

  private static String reason(ExecutionException failed) {
    return failed.getCause() instanceof IOException why ? String.valueOf(why.getMessage()) : ENDED;
  }

  private void read(Exchange from, Hearing hearing) {
    String end = ENDED;
    try {
      SseReader events = new SseReader(from.body(), intake);
      for (byte[] event = events.next(); event != null; event = events.next()) {
        heard(events.name(), event, hearing);
      }
    } catch (UnreadableAnswer e) {
      end = String.valueOf(e.getMessage());
    } catch (IOException e) {
      // The connection is gone, which is what there is to say.
    }
    intake.dropped();
    endpoint.completeExceptionally(new UnreadableAnswer(end));
    hearing.broke(end);
  }

  private void heard(String name, byte[] event, Hearing hearing) throws UnreadableAnswer {
    switch (name) {
      case "endpoint" -> {
        intake.dropped();
        endpoint.complete(endpoint(new String(event, StandardCharsets.UTF_8)));
      }
      case "", "message" -> hearing.heard(event, intake.passedOn());
      default -> intake.dropped();
    }
  }

  /** The credential is the origin's, and so is the trust. */
  private Sse endpoint(String named) throws UnreadableAnswer {
    try {
      URI address = server.url().resolve(named.strip());
      if (ServerSyntax.faultOfUrl(address).isEmpty()
          && Origin.of(address).equals(Origin.of(server.url()))) {
        return new Sse(address, server.credential(), server.reach());
      }
    } catch (IllegalArgumentException e) {
      throw new UnreadableAnswer("The upstream server named an address that cannot be read.");
    }
    throw new UnreadableAnswer("The upstream server named an address of another origin.");
  }

  @Override
  public void send(byte[] message, Clearance clearance, Deadline deadline) throws IOException {
    if (closed) {
      throw new GoneException();
    }
    Sse to = endpoint.join();
    HttpPost post = new HttpPost(to.url());
    post.setEntity(new ByteArrayEntity(message, HttpLine.JSON));
    try (Exchange exchange = http.send(to, post, clearance, deadline)) {
      requireTaken(exchange.status());
      exchange.discard();
    }
  }

  private static void requireTaken(int status) throws IOException {
    if (status == 404) {
      throw new GoneException();
    }
    if (status < 200 || status > 299) {
      throw new TurnedAwayException(status);
    }
  }

  @Override
  public void close() {
    closed = true;
    Exchange opened = stream;
    if (opened != null) {
      opened.close();
    }
  }

  @Override
  public void awaitClosed(Duration time) {
    // A connection that was cut is gone.
  }
}
