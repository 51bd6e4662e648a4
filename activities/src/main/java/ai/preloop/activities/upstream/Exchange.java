package ai.preloop.activities.upstream;

import ai.preloop.activities.upstream.Outgoing.Clearance;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its response within one deadline. When that passes the connection is cut,
 * whatever the server is doing; so a trickle of bytes gains nothing.
 */
final class Exchange implements AutoCloseable {

  static final String ATTRIBUTE = "preloop.exchange";

  /** How long a server may go on that says something from time to time. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private final HttpUriRequestBase request;
  private final ScheduledExecutorService timer;
  private final Deadline ends;
  private final Clearance clearance;
  private final Deadline last;
  private Future<?> alarm;
  private volatile boolean begun;
  private volatile boolean late;
  private @Nullable String reason;
  private boolean waiting;
  private boolean draining;
  private @Nullable ClassicHttpResponse response;

  Exchange(
      HttpUriRequestBase request,
      Clearance clearance,
      Deadline ends,
      ScheduledExecutorService timer) {
    this.request = request;
    this.clearance = clearance;
    this.ends = ends;
    this.timer = timer;
    this.last = ends.atLeast(LONGEST);
    this.alarm = timer.schedule(this::cut, ends.left().toNanos(), TimeUnit.NANOSECONDS);
  }

  private void cut() {
    late = true;
    Thread.startVirtualThread(request::abort);
  }

  /**
   * The server says that it is at work, so it has as long again (MCP, Lifecycle, Timeouts), within
   * what the longest may take. One that has once asked us has more already.
   */
  void goesOn() {
    if (!waiting) {
      cutAfter(last.atMost(ends.whole()).left());
    }
  }

  /** The server waits for an answer of ours, perhaps for a person. */
  void waitsForUs() {
    waiting = true;
    cutAfter(last.left());
  }

  /** There is no end to it but that of the conversation. */
  void stays() {
    alarm.cancel(false);
  }

  private void cutAfter(Duration time) {
    if (alarm.cancel(false)) {
      alarm = timer.schedule(this::cut, time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Called when the connection stands and before the first byte is written. */
  void begin() throws NotSentException {
    String refusal = clearance.refusal();
    if (refusal != null) {
      throw new WithheldException(refusal);
    }
    if (late || ends.hasPassed()) {
      throw new NotSentException("The upstream server did not take the connection in time.");
    }
    begun = true;
  }

  /** How long it may go on by now. */
  Deadline until() {
    return waiting ? last : ends;
  }

  Deadline ends() {
    return ends;
  }

  /** Whether a byte may have left. */
  boolean begun() {
    return begun;
  }

  boolean late() {
    return late;
  }

  HttpUriRequestBase request() {
    return request;
  }

  void answeredBy(ClassicHttpResponse answer) {
    this.response = answer;
  }

  int status() {
    return response == null ? 0 : response.getCode();
  }

  @Nullable String header(String name) {
    Header header = response == null ? null : response.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  /** All of them, as they came. */
  HttpHeaders headers() {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (response != null) {
      for (Header each : response.getHeaders()) {
        String value = each.getValue() == null ? "" : each.getValue();
        all.computeIfAbsent(each.getName(), _ -> new ArrayList<>()).add(value);
      }
    }
    return HttpHeaders.of(all, (name, value) -> true);
  }

  /** What all of its headers say, of which there may be several (RFC 9110, section 11.6.1). */
  Challenge challenge() {
    return response == null
        ? Challenge.NONE
        : Challenge.of(
            Stream.of(response.getHeaders("WWW-Authenticate")).map(Header::getValue).toList());
  }

  /** Why it was refused, where we know better than the server's status. */
  void refusedBecause(String sentence) {
    this.reason = sentence;
  }

  Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** The media type without its parameters, in lower case. */
  String mediaType() {
    String type = header("Content-Type");
    if (type == null) {
      return "";
    }
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  InputStream body() throws IOException {
    HttpEntity entity = response == null ? null : response.getEntity();
    return entity == null ? InputStream.nullInputStream() : entity.getContent();
  }

  /** What went wrong, told as a time-out where it was the deadline that cut the connection. */
  IOException explain(IOException failure) {
    return late && !(failure instanceof NotSentException)
        ? new SocketTimeoutException("The deadline of the call has passed")
        : failure;
  }

  /** Reads what is left, which is not looked at, so that the connection can be used again. */
  void discard() {
    byte[] rest = new byte[8192];
    try {
      InputStream body = body();
      int reads = 64;
      while (reads > 0 && body.read(rest) >= 0) {
        reads--;
      }
    } catch (IOException e) {
      // What mattered was the status; only the connection is lost.
    }
  }

  /**
   * Lets a stream that has given its answer come to its end, for a moment and on a thread of its
   * own; the exchange is then closed by that thread.
   */
  void drain() {
    draining = true;
    alarm.cancel(false);
    alarm = timer.schedule(this::cut, 1, TimeUnit.SECONDS);
    Thread.startVirtualThread(() -> {
      discard();
      end();
    });
  }

  /** Ends the exchange and leaves the request to be sent once more. */
  void finish() throws IOException {
    discard();
    alarm.cancel(false);
    if (response != null) {
      response.close();
    }
  }

  /** Ends the exchange; a response that was not read to its end takes its connection with it. */
  @Override
  public void close() {
    if (!draining) {
      end();
    }
  }

  private void end() {
    alarm.cancel(false);
    request.abort();
    if (response != null) {
      try {
        response.close();
      } catch (IOException e) {
        // It was cut a moment ago; there is nothing left to close.
      }
    }
  }
}
