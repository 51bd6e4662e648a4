package ai.preloop.activities.upstream;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.mcp.ServerIntroduction;
import ai.preloop.activities.mcp.ToolList;
import ai.preloop.activities.mcp.ToolListing;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer.Failure;
import ai.preloop.activities.upstream.UpstreamAnswer.NotSent;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.activities.upstream.UpstreamAnswer.Withheld;
import ai.preloop.activities.upstream.UpstreamReplies.Between;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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

/**
 * Speaks MCP to upstream servers over streamable HTTP (revisions 2025-03-26 to 2025-11-25). Keeps
 * no session: what was opened belongs to the caller. Nothing is sent twice here.
 */
public final class UpstreamClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UpstreamClient.class);
  private static final String NEWEST = "2025-11-25";
  private static final Set<String> SPOKEN = Set.of(NEWEST, "2025-06-18", "2025-03-26");
  private static final ContentType JSON = ContentType.create("application/json");
  private static final Duration ASIDE = Duration.ofSeconds(5);
  private static final Duration LISTENING = Duration.ofHours(1);
  private static final int MOST_SERVER_REQUESTS = 32;
  private static final JsonSlice NOTHING = JsonSlice.of(new byte[] {'{', '}'});

  /** A number that every JSON reader keeps exactly, with room to count on (RFC 8259, section 6). */
  private static final long LARGEST_FIRST_ID = 1L << 52;

  private static final Pattern USABLE_ID = Pattern.compile("[!-~]{1,1024}");

  private final UpstreamSettings settings;
  private final UpstreamHttp http;
  private final ResultRoom room;
  private final UpstreamReplies replies;

  // A session outlives this process, and another node may use it too: no id comes twice in one.
  private final AtomicLong ids =
      new AtomicLong(ThreadLocalRandom.current().nextLong(LARGEST_FIRST_ID));

  public UpstreamClient(UpstreamSettings settings, AddressRules rules) {
    this.settings = settings;
    this.http = new UpstreamHttp(settings, rules);
    this.room = new ResultRoom(settings.resultRoom());
    this.replies = new UpstreamReplies(settings.resultBytes(), room);
  }

  /** The room for large answers, which those that were stored share. */
  public ResultRoom room() {
    return room;
  }

  /** An id for a request; none is given twice. */
  public long nextId() {
    return ids.incrementAndGet();
  }

  /** A session, and what the server said of itself when it was opened. */
  public record Opened(UpstreamSession session, ServerIntroduction introduction) {}

  /** Opens a session; {@link ProblemException} when the server does not agree to one. */
  public Opened open(UpstreamServer server) {
    return open(server, "{}", deadline());
  }

  /** The same for a client with these capabilities, within the time that is left for a call. */
  public Opened open(UpstreamServer server, String capabilities, Deadline deadline) {
    long id = nextId();
    String body =
        """
        {"jsonrpc":"2.0","id":%d,"method":"initialize","params":{"protocolVersion":"%s",\
        "capabilities":%s,"clientInfo":{"name":"preloop","version":%s}}}\
        """
            .formatted(id, NEWEST, capabilities, JsonText.quote(settings.clientVersion()));
    Reply reply = exchange(server, null, cleared(id, body, deadline));
    JsonSlice result = resultOf(reply.answer());
    UpstreamSession session = agreed(result, reply.sessionId());
    confirm(server, session, deadline);
    return new Opened(session, ServerIntroduction.read(result));
  }

  /** All tools that the server lists, page after page; {@link ProblemException} when it fails. */
  public ToolList listTools(UpstreamServer server, UpstreamSession session) {
    ToolListing listing = new ToolListing();
    do {
      long id = nextId();
      String body =
          """
          {"jsonrpc":"2.0","id":%d,"method":"tools/list","params":{%s}}\
          """
              .formatted(id, listing.cursorMember());
      listing.add(resultOf(exchange(server, session, cleared(id, body, deadline())).answer()));
    } while (listing.goesOn());
    return listing.toolList();
  }

  /** The one deadline of a call that begins now. */
  public Deadline deadline() {
    return Deadline.in(settings.call());
  }

  /**
   * Sends one request, whose body has its id, once. Every way it can end is an answer; after {@link
   * UpstreamAnswer.SessionLost} the caller may open a session and send once more.
   */
  public UpstreamAnswer call(UpstreamServer server, UpstreamSession session, Outgoing call) {
    call.listener().sent(reason -> cancel(server, session, call.id(), reason));
    try {
      return exchange(server, session, call).answer();
    } finally {
      call.listener().ended();
    }
  }

  /** A server may be done before it hears of it (MCP, Utilities, Cancellation). */
  private void cancel(
      UpstreamServer server, UpstreamSession session, long id, @Nullable String reason) {
    String why = reason == null ? "" : ",\"reason\":" + JsonText.quote(reason);
    byte[] body =
        utf8(
            """
            {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d%s}}\
            """
                .formatted(id, why));
    sendAside(server, post(server, session, body), Deadline.in(ASIDE));
  }

  /** Tells a server something that it does not answer. */
  public void tell(UpstreamServer server, UpstreamSession session, byte[] notification) {
    sendAside(server, post(server, session, notification), Deadline.in(ASIDE));
  }

  /**
   * Hears what a server says of its own accord until it ends its stream (Streamable HTTP, Listening
   * for Messages); false when it has none. {@code opened} is given what cuts the stream.
   */
  boolean hear(
      UpstreamServer server,
      UpstreamSession session,
      Listener listener,
      Consumer<Runnable> opened) {
    HttpGet get = new HttpGet(server.url());
    get.setHeader("Accept", "text/event-stream");
    addSession(get, session);
    opened.accept(get::abort);
    try (Exchange exchange = http.send(server, get, Clearance.GIVEN, Deadline.in(LISTENING))) {
      return replies.hear(exchange, between(server, session, listener));
    } catch (IOException e) {
      LOG.debug("An upstream server's stream ended", e);
      return true;
    }
  }

  /** Ends a session, as a courtesy: whether the server cares makes no difference. */
  public void end(UpstreamServer server, UpstreamSession session) {
    if (session.id() != null) {
      HttpDelete delete = new HttpDelete(server.url());
      addSession(delete, session);
      sendAside(server, delete, Deadline.in(ASIDE));
    }
  }

  private static Outgoing cleared(long id, String body, Deadline deadline) {
    return new Outgoing(id, utf8(body), Clearance.GIVEN, deadline);
  }

  private Reply exchange(UpstreamServer server, @Nullable UpstreamSession session, Outgoing call) {
    HttpPost post = post(server, session, call.body());
    try (Exchange exchange = http.send(server, post, call.clearance(), call.deadline())) {
      boolean inSession = session != null && session.id() != null;
      UpstreamAnswer answer =
          replies.read(exchange, call.id(), inSession, between(server, session, call.listener()));
      return new Reply(answer, exchange.header("Mcp-Session-Id"));
    } catch (IOException e) {
      return new Reply(failure(e), null);
    }
  }

  private static Failure failure(IOException failure) {
    return switch (failure) {
      case WithheldException e -> new Withheld(String.valueOf(e.getMessage()));
      case NotSentException e -> new NotSent(String.valueOf(e.getMessage()));
      case UnreadableAnswer e -> {
        if (e.getCause() != null) {
          LOG.warn("An upstream server's answer could not be read", e);
        }
        yield new Unknown(ProblemType.UPSTREAM_FAILED, String.valueOf(e.getMessage()));
      }
      case InterruptedIOException e ->
          new Unknown(ProblemType.UPSTREAM_TIMEOUT, "The upstream server did not answer in time.");
      default ->
          new Unknown(
              ProblemType.UPSTREAM_FAILED,
              "The connection to the upstream server broke before it had answered.");
    };
  }

  private void confirm(UpstreamServer server, UpstreamSession session, Deadline deadline) {
    byte[] body = utf8("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    int status = sendAside(server, post(server, session, body), deadline.atMost(ASIDE));
    if (status < 200 || status > 299) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED, "The upstream server did not finish opening a session.");
    }
  }

  /** A ping is answered here; all else is for whoever hears it, as far as it is not too much. */
  private Between between(
      UpstreamServer server, @Nullable UpstreamSession session, Listener listener) {
    AtomicInteger left = new AtomicInteger(MOST_SERVER_REQUESTS);
    return (method, message) -> {
      JsonSlice id = message.member("id");
      if (id == null) {
        listener.notified(method, message);
      } else if (left.getAndDecrement() > 0) {
        asked(new ServerRequest(method, id, message, answerer(server, session)), listener);
      }
    };
  }

  private static void asked(ServerRequest request, Listener listener) {
    if (request.method().equals("ping")) {
      request.result(NOTHING);
    } else {
      listener.asked(request);
    }
  }

  private Consumer<byte[]> answerer(UpstreamServer server, @Nullable UpstreamSession session) {
    return body -> sendAside(server, post(server, session, body), Deadline.in(ASIDE));
  }

  /** Sends what expects no answer; gives the status, or 0 when there was none. */
  private int sendAside(UpstreamServer server, HttpUriRequestBase request, Deadline deadline) {
    try (Exchange exchange = http.send(server, request, Clearance.GIVEN, deadline)) {
      exchange.discard();
      return exchange.status();
    } catch (IOException e) {
      return 0;
    }
  }

  private static HttpPost post(
      UpstreamServer server, @Nullable UpstreamSession session, byte[] body) {
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

  private static UpstreamSession agreed(JsonSlice result, @Nullable String sessionId) {
    JsonSlice member = result.member("protocolVersion");
    String version = member == null ? null : member.text();
    if (version == null || !SPOKEN.contains(version)) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED,
          "The upstream server speaks no MCP revision from 2025-03-26 to 2025-11-25.");
    }
    boolean usable = sessionId == null || USABLE_ID.matcher(sessionId).matches();
    if (!usable) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED, "The upstream server gave a session id that is not valid.");
    }
    return new UpstreamSession(sessionId, version);
  }

  private static JsonSlice resultOf(UpstreamAnswer answer) {
    return switch (answer) {
      case Result(JsonSlice result, boolean isError) -> result;
      case UpstreamAnswer.RpcError(long code, String message, JsonSlice error) ->
          throw new ProblemException(
              ProblemType.UPSTREAM_FAILED,
              "The upstream server answered with JSON-RPC error " + code + ".");
      case Unknown(ProblemType type, String sentence) -> throw new ProblemException(type, sentence);
      case Failure failure ->
          throw new ProblemException(ProblemType.UPSTREAM_FAILED, failure.sentence());
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  private record Reply(UpstreamAnswer answer, @Nullable String sessionId) {}
}
