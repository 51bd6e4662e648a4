package ai.preloop.activities.upstream;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.mcp.AboutItself;
import ai.preloop.activities.mcp.ServerIntroduction;
import ai.preloop.activities.mcp.ToolList;
import ai.preloop.activities.mcp.ToolListing;
import ai.preloop.activities.upstream.Openings.Way;
import ai.preloop.activities.upstream.Openings.Way.Transport;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.Terms.Era;
import ai.preloop.activities.upstream.UpstreamAnswer.Failure;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.activities.upstream.UpstreamListening.Topic;
import ai.preloop.activities.upstream.UpstreamServer.Command;
import ai.preloop.activities.upstream.UpstreamServer.Http;
import ai.preloop.activities.upstream.UpstreamServer.Sse;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Speaks MCP to upstream servers, of both eras and however each is reached. What was opened belongs
 * to the caller, who ends it. Nothing is sent twice here.
 */
public final class UpstreamClient implements AutoCloseable {

  /** A number that every JSON reader keeps exactly, with room to count on (RFC 8259, section 6). */
  private static final long LARGEST_FIRST_ID = 1L << 52;

  private final UpstreamSettings settings;
  private final UpstreamHttp http;
  private final ResultRoom room;
  private final UpstreamReplies replies;
  private final Links links;
  private final Openings openings;

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
    this.openings = new Openings(settings.clientVersion(), this::nextId);
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
    return open(server, new Terms(Era.WITH_SESSIONS, "{}", deadline()));
  }

  /** The same on these terms, within the time that is left for a call. */
  public Opened open(UpstreamServer server, Terms terms) {
    return openings.open(way(server, terms.deadline()), terms);
  }

  private Way way(UpstreamServer server, Deadline deadline) {
    return switch (server) {
      case Http at -> new Way(in -> new HttpLine(http, replies, at, in), Transport.HTTP);
      case Sse at -> over(links.open(at, deadline), Transport.SSE);
      case Command command -> over(links.open(command, deadline), Transport.STDIO);
    };
  }

  private static Way over(Line line, Transport transport) {
    return new Way(_ -> line, transport);
  }

  private Line line(UpstreamServer server, UpstreamSession session) {
    return switch (server) {
      case Http at -> new HttpLine(http, replies, at, session);
      case Sse _, Command _ -> links.line(session);
    };
  }

  /**
   * All tools that the server lists, page after page, to a client that can do this; {@link
   * ProblemException} when it fails.
   */
  public ToolList listTools(UpstreamServer server, UpstreamSession session, String capabilities) {
    Listener able = new Nobody(new ClientTerms(capabilities, null, false));
    boolean isToldInHeaders = server instanceof Http && session.isStateless();
    ToolListing listing = isToldInHeaders ? ToolListing.withHeaders() : ToolListing.plain();
    do {
      long id = nextId();
      String body =
          """
          {"jsonrpc":"2.0","id":%d,"method":"tools/list","params":{%s}}\
          """
              .formatted(id, listing.cursorMember());
      Outgoing page = new Outgoing(id, utf8(body), Clearance.GIVEN, deadline(), able, Map.of());
      listing.add(resultOf(call(server, session, page)));
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
    return session.isStateless() ? inRounds(line, call) : once(line, call);
  }

  private static UpstreamAnswer once(Line line, Outgoing call) {
    call.listener().sent(reason -> line.takeBack(call.id(), reason));
    try {
      return line.ask(call);
    } finally {
      call.listener().ended();
    }
  }

  private UpstreamAnswer inRounds(Line line, Outgoing call) {
    Rounds rounds = new Rounds(line, call, settings.clientVersion(), this::nextId);
    call.listener().sent(rounds::takeBack);
    try {
      return rounds.ask();
    } finally {
      call.listener().ended();
    }
  }

  /** Tells a server something that it does not answer; one without sessions is told nothing. */
  public void tell(UpstreamServer server, UpstreamSession session, byte[] notification) {
    if (!session.isStateless()) {
      line(server, session).tell(notification, Deadline.in(HttpLine.ASIDE));
    }
  }

  /**
   * Hears what a server says of its own accord until it ends its stream (Streamable HTTP, Listening
   * for Messages); false when it has none. {@code course} is told of it.
   */
  boolean hear(Topic topic, Listener listener, Course course) {
    if (!(topic.server() instanceof Http at)) {
      return false;
    }
    HttpLine line = new HttpLine(http, replies, at, topic.session());
    return topic.session().isStateless()
        ? line.subscribe(subscription(topic), listener, course)
        : line.hear(listener, course);
  }

  /** All that a server may tell; what of it a client wants to hear is looked at elsewhere. */
  private byte[] subscription(Topic topic) {
    String resources =
        topic.resources().stream()
            .sorted()
            .map(JsonText::quote)
            .collect(Collectors.joining(",", "[", "]"));
    String request =
        """
        {"jsonrpc":"2.0","id":%d,"method":"subscriptions/listen","params":{"notifications":{\
        "toolsListChanged":true,"promptsListChanged":true,"resourcesListChanged":true,\
        "resourceSubscriptions":%s}}}\
        """
            .formatted(nextId(), resources);
    return new AboutItself(settings.clientVersion(), "{}", null)
        .in(request.getBytes(StandardCharsets.UTF_8));
  }

  /** Ends a session, as a courtesy: whether the server cares makes no difference. */
  public void end(UpstreamServer server, UpstreamSession session) {
    line(server, session).end();
  }

  /** Ends a conversation that only this node has; one of which others know goes on. */
  public void release(UpstreamSession session) {
    links.line(session).end();
  }

  static JsonSlice resultOf(UpstreamAnswer answer) {
    return switch (answer) {
      case Result(JsonSlice result, boolean isError) -> result;
      case UpstreamAnswer.InputRequired _ ->
          throw new ProblemException(
              ProblemType.UPSTREAM_FAILED, "The upstream server asks what it may not ask here.");
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
