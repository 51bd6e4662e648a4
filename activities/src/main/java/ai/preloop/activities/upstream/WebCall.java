package ai.preloop.activities.upstream;

import ai.preloop.activities.upstream.UpstreamServer.Http;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * One request to a service and its answer, which is read as it comes. It is sent once, by one
 * thread; any thread may abort it.
 */
public final class WebCall implements AutoCloseable {

  private static final Duration SLACK = Duration.ofMinutes(1);

  private final UpstreamHttp http;
  private final URI uri;
  private final HttpUriRequestBase request;
  private final Patience patience;
  private final Silence silence;
  private volatile boolean aborted;
  private volatile @Nullable Exchange exchange;

  WebCall(UpstreamHttp http, Request asked) {
    this.http = http;
    this.uri = asked.uri();
    this.request = asked.made();
    this.patience = asked.patience();
    this.silence = new Silence(http.timer(), request::abort);
  }

  /** What is sent; its headers and its body are never printed. */
  public record Request(
      String method, URI uri, Map<String, List<String>> headers, byte[] body, Patience patience) {

    private HttpUriRequestBase made() {
      HttpUriRequestBase made = new HttpUriRequestBase(method, uri);
      headers.forEach((name, values) -> values.forEach(value -> made.addHeader(name, value)));
      if (body.length > 0) {
        made.setEntity(new ByteArrayEntity(body, null));
      }
      return made;
    }

    @Override
    public String toString() {
      return method + " " + uri;
    }
  }

  /**
   * Waits for the head of the answer. {@link NotSentException} when no byte of the request can have
   * left, {@link SocketTimeoutException} when it did and the first byte of the answer did not come
   * in time; any other exception leaves open what became of it.
   */
  public void send() throws IOException {
    silence.waitFor(patience.connect());
    try {
      Deadline whole = Deadline.in(patience.connect().plus(patience.firstByte()).plus(SLACK));
      Exchange came = http.send(new Http(origin(), Credential.NONE), request, this::leaves, whole);
      came.stays();
      exchange = came;
    } catch (IOException e) {
      throw explained(e);
    } finally {
      silence.heard();
    }
  }

  /** Asked when the connection stands, after which the first byte is waited for. */
  private @Nullable String leaves() {
    if (aborted) {
      return "The request was not wanted any more.";
    }
    if (silence.isBroken()) {
      return "The service did not take the connection in time.";
    }
    silence.waitFor(patience.firstByte());
    return null;
  }

  private IOException explained(IOException failure) {
    if (!silence.isBroken() || aborted) {
      return failure;
    }
    if (failure instanceof NotSentException) {
      return new WithheldException("The service did not take the connection in time.");
    }
    SocketTimeoutException late = new SocketTimeoutException("Nothing came for too long");
    late.initCause(failure);
    return late;
  }

  /** The rules of addresses are about the server alone. */
  private URI origin() throws NotSentException {
    if (uri.getHost() == null) {
      throw new WithheldException("The service's address is no URL.");
    }
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + "/");
  }

  public int status() {
    return answered().status();
  }

  public HttpHeaders headers() {
    return answered().headers();
  }

  /** The body as it comes; {@link SocketTimeoutException} when nothing more came for too long. */
  public InputStream body() throws IOException {
    return new Heard(answered().body());
  }

  private Exchange answered() {
    Exchange came = exchange;
    if (came == null) {
      throw new IllegalStateException("There is no answer yet");
    }
    return came;
  }

  /** Cuts the connection: whoever sends or reads gets an exception. */
  public void abort() {
    aborted = true;
    request.abort();
  }

  /** Set until it is closed. */
  public interface Alarm extends AutoCloseable {
    @Override
    void close();
  }

  /** Cuts the connection after so long, whatever comes until then. */
  public Alarm abortAfter(Duration time) {
    Future<?> alarm =
        http.timer()
            .schedule(
                () -> Thread.startVirtualThread(this::abort), time.toNanos(), TimeUnit.NANOSECONDS);
    return () -> alarm.cancel(false);
  }

  public boolean isAborted() {
    return aborted;
  }

  /** Ends it; an answer that was not read to its end takes its connection with it. */
  @Override
  public void close() {
    silence.end();
    Exchange came = exchange;
    if (came != null) {
      came.close();
    }
  }

  /** Is silent while it is read, and not while nobody reads. */
  private final class Heard extends FilterInputStream {

    private Heard(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      silence.waitFor(patience.idle());
      try {
        return in.read(into, from, most);
      } catch (IOException e) {
        throw explained(e);
      } finally {
        silence.heard();
      }
    }

    /** The exchange is closed as a whole. */
    @Override
    public void close() {}
  }
}
