package ai.preloop.activities.upstream;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.mcp.ServerIntroduction;
import ai.preloop.activities.mcp.ToolList;
import ai.preloop.activities.mcp.ToolListing;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer.Failure;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.activities.upstream.UpstreamServer.Command;
import ai.preloop.activities.upstream.UpstreamServer.Http;
import ai.preloop.activities.upstream.UpstreamServer.Sse;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Speaks MCP to upstream servers, up to revision 2025-11-25, however each is reached. What was
 * opened belongs to the caller, who ends it. Nothing is sent twice here.
 */
public final class UpstreamClient implements AutoCloseable {

  /** Newest first; the last is that of servers that answer by another way than they are asked. */
  private static final List<String> REVISIONS =
      List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

  /** A number that every JSON reader keeps exactly, with room to count on (RFC 8259, section 6). */
  private static final long LARGEST_FIRST_ID = 1L << 52;

  private final UpstreamSettings settings;
  private final UpstreamHttp http;
  private final ResultRoom room;
  private final UpstreamReplies replies;
  private final Links links;

  // A session outlives this process, and another node may use it too: no id comes twice in one.
  private final AtomicLong ids =
      new AtomicLong(ThreadLocalRandom.current().nextLong(LARGEST_FIRST_ID));

  public UpstreamClient(UpstreamSettings settings, AddressRules rules) {
    this(settings, LinkSettings.DEFAULTS, rules);
  }

  public UpstreamClient(UpstreamSettings settings, LinkSettings linking, AddressRules rules) {
    this.settings = settings;
    this.http = new UpstreamHttp(settings, rules);
    this.room = new ResultRoom(settings.resultRoom());
    RpcMessages messages = new RpcMessages(room.atMost(settings.resultBytes()));
    this.replies = new UpstreamReplies(messages, room);
    this.links = new Links(linking, http, messages, room);
  }

  /** What authorization servers are asked by. */
  public WebDocuments documents(Reach reach) {
    return new WebDocuments(http, reach);
  }

  /** How many programs run that are servers. */
  public int processes() {
    return links.processes();
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
    Line line = line(server, deadline);
    UpstreamAnswer answer = line.ask(initialize(capabilities, deadline));
    try {
      JsonSlice result = resultOf(answer);
      UpstreamSession session = line.agreed(revision(server, result));
      confirm(line, deadline);
      return new Opened(session, ServerIntroduction.read(result));
    } catch (ProblemException e) {
      line.end();
      throw e.causedBy(new NotOpenedException(answer));
    }
  }

  private Line line(UpstreamServer server, Deadline deadline) {
    return switch (server) {
      case Http at -> new HttpLine(http, replies, at, null);
      case Sse at -> links.open(at, deadline);
      case Command command -> links.open(command, deadline);
    };
  }

  private Line line(UpstreamServer server, UpstreamSession session) {
    return switch (server) {
      case Http at -> new HttpLine(http, replies, at, session);
      case Sse _, Command _ -> links.line(session);
    };
  }

  private Outgoing initialize(String capabilities, Deadline deadline) {
    long id = nextId();
    String body =
        """
        {"jsonrpc":"2.0","id":%d,"method":"initialize","params":{"protocolVersion":"%s",\
        "capabilities":%s,"clientInfo":{"name":"preloop","version":%s}}}\
        """
            .formatted(
                id, REVISIONS.getFirst(), capabilities, JsonText.quote(settings.clientVersion()));
    return cleared(id, body, deadline);
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
      listing.add(resultOf(call(server, session, cleared(id, body, deadline()))));
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
    Line line = line(server, session);
    call.listener().sent(reason -> takeBack(line, call.id(), reason));
    try {
      return line.ask(call);
    } finally {
      call.listener().ended();
    }
  }

  /** A server may be done before it hears of it (MCP, Utilities, Cancellation). */
  private static void takeBack(Line line, long id, @Nullable String reason) {
    String why = reason == null ? "" : ",\"reason\":" + JsonText.quote(reason);
    byte[] body =
        utf8(
            """
            {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%d%s}}\
            """
                .formatted(id, why));
    line.tell(body, Deadline.in(HttpLine.ASIDE));
  }

  /** Tells a server something that it does not answer. */
  public void tell(UpstreamServer server, UpstreamSession session, byte[] notification) {
    line(server, session).tell(notification, Deadline.in(HttpLine.ASIDE));
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
    return server instanceof Http at
        && new HttpLine(http, replies, at, session).hear(listener, opened);
  }

  /** Ends a session, as a courtesy: whether the server cares makes no difference. */
  public void end(UpstreamServer server, UpstreamSession session) {
    line(server, session).end();
  }

  /** Ends a conversation that only this node has; one of which others know goes on. */
  public void release(UpstreamSession session) {
    links.line(session).end();
  }

  private static Outgoing cleared(long id, String body, Deadline deadline) {
    return new Outgoing(id, utf8(body), Clearance.GIVEN, deadline);
  }

  private static void confirm(Line line, Deadline deadline) {
    byte[] body = utf8("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    if (!line.tell(body, deadline.atMost(HttpLine.ASIDE))) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED, "The upstream server did not finish opening a session.");
    }
  }

  private static String revision(UpstreamServer server, JsonSlice result) {
    List<String> spoken =
        server instanceof Http ? REVISIONS.subList(0, REVISIONS.size() - 1) : REVISIONS;
    JsonSlice member = result.member("protocolVersion");
    String version = member == null ? null : member.text();
    if (version == null || !spoken.contains(version)) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED,
          "The upstream server speaks no MCP revision from %s to %s."
              .formatted(spoken.getLast(), spoken.getFirst()));
    }
    return version;
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
    links.close();
    http.close();
  }
}
