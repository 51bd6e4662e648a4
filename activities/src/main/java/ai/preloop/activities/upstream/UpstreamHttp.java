package ai.preloop.activities.upstream;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamServer.Listening;
import ai.preloop.policies.problems.ProblemException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * The connections to upstream servers: pooled by checked address, without retries, redirects,
 * cookies or decompression. Knows of each failure whether a byte may have left.
 */
final class UpstreamHttp implements AutoCloseable {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final Duration BEAT = Duration.ofMillis(100);

  private final AddressRules rules;
  private final Pools pools;
  private final ScheduledThreadPoolExecutor timer;

  UpstreamHttp(UpstreamSettings settings, AddressRules rules) {
    this.rules = rules;
    this.pools = new Pools(settings, rules, new Marking());
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("upstream-deadlines").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    keepAwake(timer);
  }

  /**
   * Whoever sets an alarm wakes the thread up when no other rings sooner, which each call would do
   * that is alone. Something always rings sooner.
   */
  private static void keepAwake(ScheduledExecutorService timer) {
    long beat = BEAT.toNanos();
    var _ = timer.scheduleAtFixedRate(() -> {}, beat, beat, TimeUnit.NANOSECONDS);
  }

  /** What cuts connections. */
  ScheduledExecutorService timer() {
    return timer;
  }

  /**
   * Sends a request and waits for the head of the response. {@link NotSentException} when no byte
   * of it can have left; any other exception leaves that open. What a server does not take for its
   * token (401) it has not run: it is sent once more where there is another token.
   */
  Exchange send(
      Listening server, HttpUriRequestBase request, Clearance clearance, Deadline deadline)
      throws IOException {
    if (!server.credential().mayGoTo(server.url())) {
      throw new NotSentException("The server's credential is bound to another origin.");
    }
    String value = server.credential().value();
    Exchange first = attempt(server, signed(request, server, value), clearance, deadline);
    Optional<String> other = instead(server, value, first);
    if (other.isEmpty()) {
      return explained(server, first);
    }
    first.finish();
    return explained(
        server, attempt(server, signed(request, server, other.get()), clearance, deadline));
  }

  private static Optional<String> instead(Listening server, String value, Exchange first) {
    try {
      return first.status() == UNAUTHORIZED
          ? server.credential().insteadOf(value)
          : Optional.empty();
    } catch (RuntimeException e) {
      first.close();
      throw e;
    }
  }

  /** Where more has to be granted first, it is said so. */
  private static Exchange explained(Listening server, Exchange exchange) {
    try {
      if (exchange.status() == FORBIDDEN) {
        server.credential().wanting(exchange.challenge()).ifPresent(exchange::refusedBecause);
      }
      return exchange;
    } catch (RuntimeException e) {
      exchange.close();
      throw e;
    }
  }

  private static HttpUriRequestBase signed(
      HttpUriRequestBase request, Listening server, String value) {
    if (!server.credential().isNone()) {
      request.setHeader(server.credential().header(), value);
    }
    return request;
  }

  private Exchange attempt(
      Listening server, HttpUriRequestBase request, Clearance clearance, Deadline deadline)
      throws IOException {
    List<InetAddress> addresses = addresses(server);
    Exchange exchange = new Exchange(request, clearance, deadline, timer);
    try {
      exchange.answeredBy(firstReachable(server, addresses.iterator(), exchange));
      return exchange;
    } catch (IOException e) {
      exchange.close();
      throw exchange.explain(e);
    } catch (RuntimeException e) {
      exchange.close();
      if (exchange.begun()) {
        throw exchange.explain(UnreadableAnswer.because(e));
      }
      throw e;
    }
  }

  private List<InetAddress> addresses(Listening server) throws NotSentException {
    try {
      return rules.resolve(server.url());
    } catch (ProblemException e) {
      throw new NotSentException(e.detail(), e);
    }
  }

  /** Tries one address after the other as long as nothing was sent. */
  private ClassicHttpResponse firstReachable(
      Listening server, Iterator<InetAddress> addresses, Exchange exchange) throws IOException {
    while (true) {
      try {
        return execute(server, addresses.next(), exchange);
      } catch (IOException | IllegalStateException e) {
        if (exchange.begun() || e instanceof WithheldException) {
          throw e;
        }
        if (exchange.late() || !addresses.hasNext()) {
          throw new NotSentException(whyNot(e), e);
        }
      }
    }
  }

  private ClassicHttpResponse execute(Listening server, InetAddress to, Exchange exchange)
      throws IOException {
    String scheme = server.url().getScheme().toLowerCase(Locale.ROOT);
    HttpHost target =
        new HttpHost(scheme, to, AddressRules.host(server.url()), AddressRules.port(server.url()));
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(Exchange.ATTRIBUTE, exchange);
    return pools.of(server.reach()).executeOpen(target, exchange.request(), context);
  }

  private static String whyNot(Exception failure) {
    return switch (failure) {
      case NotSentException e -> String.valueOf(e.getMessage());
      case ConnectException e -> "The upstream server cannot be reached: connection refused.";
      case SocketTimeoutException e -> "The upstream server did not take the connection in time.";
      case SSLException e -> "The upstream server's TLS certificate or protocol is not accepted.";
      default -> "The upstream server cannot be connected to.";
    };
  }

  @Override
  public void close() throws IOException {
    timer.shutdownNow();
    pools.close();
  }

  /** Marks the moment from which on bytes may leave: after it there is no more "not sent". */
  private static final class Marking extends HttpRequestExecutor {

    @Override
    public ClassicHttpResponse execute(
        ClassicHttpRequest request,
        HttpClientConnection connection,
        HttpResponseInformationCallback callback,
        HttpContext context)
        throws IOException, HttpException {
      if (context.getAttribute(Exchange.ATTRIBUTE) instanceof Exchange exchange) {
        exchange.begin();
      }
      return super.execute(request, connection, callback, context);
    }
  }
}
