package ai.preloop.activities.upstream;

import ai.preloop.activities.mcp.AboutItself;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamServer.Http;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A conversation over streamable HTTP: each message is a POST, and has its answer in it. */
final class HttpLine implements Line {

  static final ContentType JSON = ContentType.create("application/json");
  static final Duration ASIDE = Duration.ofSeconds(5);

  /** How often in a row nothing may come of asking for the rest. */
  private static final int MOST_FRUITLESS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(HttpLine.class);
  private static final Duration LISTENING = Duration.ofHours(1);
  private static final Pattern USABLE_ID = Pattern.compile("[!-~]{1,1024}");

  private final UpstreamHttp http;
  private final UpstreamReplies replies;
  private final Http server;
  private @Nullable UpstreamSession session;
  private @Nullable String given;
  private volatile @Nullable HttpPost underWay;

  /** {@code session} is null until one is agreed. */
  HttpLine(
      UpstreamHttp http, UpstreamReplies replies, Http server, @Nullable UpstreamSession session) {
    this.http = http;
    this.replies = replies;
    this.server = server;
    this.session = session;
  }

  @Override
  public UpstreamAnswer ask(Outgoing request) {
    HttpPost post = post(request.body());
    boolean isStateless = session != null && session.isStateless();
    if (isStateless) {
      AboutItself.headers(request.body(), request.schema()).forEach(post::setHeader);
      underWay = post;
    }
    try (Exchange exchange = http.send(server, post, request.clearance(), request.deadline())) {
      boolean inSession = session != null && session.id() != null;
      UpstreamAnswer answer =
          replies.read(
              exchange,
              request.id(),
              inSession,
              new Interjections(request.listener(), body -> tell(body, Deadline.in(ASIDE))));
      given = exchange.header("Mcp-Session-Id");
      return answer;
    } catch (CutStreamException e) {
      return isResumable() ? goneOn(request, e) : Endings.of(e.end());
    } catch (IOException e) {
      return Endings.of(e);
    }
  }

  private boolean isResumable() {
    return session != null && !session.isStateless();
  }

  /**
   * Asks for the rest of the answer where its stream broke off, which the server may want so
   * instead of keeping a connection; the request itself is not sent again.
   */
  private UpstreamAnswer goneOn(Outgoing request, CutStreamException first) {
    request.listener().paused();
    CutStreamException cut = first;
    int fruitless = 0;
    while (fruitless < MOST_FRUITLESS && hasPaused(cut.retry(), cut.until())) {
      HttpGet get = eventsAfter(cut.lastId());
      try (Exchange exchange = http.send(server, get, Clearance.GIVEN, cut.until())) {
        return replies.goneOn(
            exchange,
            request.id(),
            new Interjections(request.listener(), body -> tell(body, Deadline.in(ASIDE))));
      } catch (CutStreamException e) {
        fruitless = e.lastId().equals(cut.lastId()) ? fruitless + 1 : 0;
        cut = e;
      } catch (UnreadableAnswer e) {
        return Endings.of(e);
      } catch (IOException e) {
        fruitless++; // The server is away for a moment, or for good.
      }
    }
    return Endings.of(
        cut.until().hasPassed()
            ? new SocketTimeoutException("The deadline of the call has passed")
            : cut.end());
  }

  private static boolean hasPaused(Duration pause, Deadline deadline) {
    try {
      Thread.sleep(deadline.atMost(pause).left());
      return !deadline.hasPassed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpGet eventsAfter(String lastId) {
    HttpGet get = events();
    get.setHeader("Last-Event-ID", lastId);
    return get;
  }

  private HttpGet events() {
    HttpGet get = new HttpGet(server.url());
    get.setHeader("Accept", "text/event-stream");
    if (session != null) {
      addSession(get, session);
    }
    return get;
  }

  /** A server without sessions hears of it by the end of the connection (MCP, Cancellation). */
  @Override
  public void takeBack(long id, @Nullable String reason) {
    HttpPost asked = underWay;
    if (asked == null) {
      Line.super.takeBack(id, reason);
    } else {
      asked.abort();
    }
  }

  @Override
  public boolean tell(byte[] message, Deadline deadline) {
    int status = sendAside(post(message), deadline);
    return status >= 200 && status <= 299;
  }

  /** Hears a stream that answers nothing to its end; false when there is none to come. */
  boolean hear(Listener listener, Course course) {
    return hear(events(), listener, course);
  }

  /** The same of a server without sessions, by a request that says what is to be heard. */
  boolean subscribe(byte[] request, Listener listener, Course course) {
    HttpPost post = post(request);
    AboutItself.headers(request, Map.of()).forEach(post::setHeader);
    return hear(post, listener, course);
  }

  private boolean hear(HttpUriRequestBase request, Listener listener, Course course) {
    course.begins(request::abort);
    try (Exchange exchange = http.send(server, request, Clearance.GIVEN, Deadline.in(LISTENING))) {
      course.answered();
      return replies.hear(
          exchange, Interjections.onStream(listener, body -> tell(body, Deadline.in(ASIDE))));
    } catch (IOException e) {
      LOG.debug("An upstream server's stream ended", e);
      return true;
    }
  }

  @Override
  public UpstreamSession agreed(String version) {
    if (given != null && !USABLE_ID.matcher(given).matches()) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED, "The upstream server gave a session id that is not valid.");
    }
    UpstreamSession agreed = new UpstreamSession(given, version);
    session = agreed;
    return agreed;
  }

  @Override
  public void end() {
    if (session != null && session.id() != null) {
      HttpDelete delete = new HttpDelete(server.url());
      addSession(delete, session);
      sendAside(delete, Deadline.in(ASIDE));
    }
  }

  /** Sends what expects no answer; gives the status, or 0 when there was none. */
  private int sendAside(HttpUriRequestBase request, Deadline deadline) {
    try (Exchange exchange = http.send(server, request, Clearance.GIVEN, deadline)) {
      exchange.discard();
      return exchange.status();
    } catch (IOException e) {
      return 0;
    }
  }

  private HttpPost post(byte[] body) {
    HttpPost post = new HttpPost(server.url());
    post.setHeader("Accept", "application/json, text/event-stream");
    post.setEntity(new ByteArrayEntity(body, JSON));
    if (session != null) {
      addSession(post, session);
    }
    return post;
  }

  private static void addSession(HttpUriRequestBase request, UpstreamSession session) {
    request.setHeader("MCP-Protocol-Version", session.protocolVersion());
    if (session.id() != null) {
      request.setHeader("Mcp-Session-Id", session.id());
    }
  }
}
