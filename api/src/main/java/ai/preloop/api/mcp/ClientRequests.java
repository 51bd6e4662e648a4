package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.servers.Overheard;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.switches.AccountSwitches;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.ServerRequest;
import ai.preloop.activities.waiting.Cancellations.Cancelled;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The requests that servers make of clients, on their way to them and until they are answered. */
@Component
final class ClientRequests {

  private static final String ROOTS_CHANGED = "notifications/roots/list_changed";

  /** What most servers with sessions do for a client that says nothing. */
  private static final String UNSAID = "info";

  private final Overheard.Opening servers;
  private final Cache<UUID, String> logLevels =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(1)).maximumSize(100_000).build();
  private final AccountSwitches switches;
  private final Departures departures;
  private final Map<Key, ServerRequest> open = new ConcurrentHashMap<>();
  private final Map<Key, Consumer<@Nullable String>> own = new ConcurrentHashMap<>();
  private final Map<Key, Consumer<@Nullable String>> underWay = new ConcurrentHashMap<>();

  ClientRequests(Overheard.Opening servers, AccountSwitches switches, Departures departures) {
    this.servers = servers;
    this.switches = switches;
    this.departures = departures;
  }

  /** How much its client wants to hear of logs, for servers that are told with each request. */
  String logLevel(McpSession session) {
    String level = logLevels.getIfPresent(session.id());
    return level == null ? UNSAID : level;
  }

  void setLogLevel(McpSession session, String level) {
    logLevels.put(session.id(), level);
  }

  /** Has this done once, when a client is found to have gone away; until that is cancelled. */
  Future<?> whenGone(Interim client, Runnable work) {
    return departures.watch(client, work);
  }

  /** Who hears what a server says on the way to answering this message. */
  Listener of(Context context, Envelope message, UUID correlation) {
    return new ServerVoice(context, message, correlation, this);
  }

  /** The same of what is of no request, for the stream of a whole session. */
  Listener ofSession(Context context) {
    return new ServerVoice(context, null, null, this);
  }

  /**
   * Keeps a request of our own until its client answers it on this node: with what its user did, or
   * nothing for an error.
   */
  String ask(McpSession session, Consumer<@Nullable String> hears) {
    String id = "preloop-" + UUID.randomUUID();
    own.put(new Key(session.id(), id), hears);
    return id;
  }

  /** Keeps a request of a server's until its client answers it by the id that is given here. */
  String add(McpSession session, ServerRequest request) {
    String id = "preloop-" + UUID.randomUUID();
    open.put(new Key(session.id(), id), request);
    return id;
  }

  /** Whether a server still waits for the answer to the request of this id. */
  boolean isOpen(McpSession session, String id) {
    return open.containsKey(new Key(session.id(), id));
  }

  /** It is not waited for any more, and so it is refused. */
  void drop(McpSession session, String id) {
    ServerRequest request = open.remove(new Key(session.id(), id));
    if (request != null) {
      request.giveUp();
    }
  }

  /** Whoever asked has gone on without an answer. */
  void forget(McpSession session, String id) {
    open.remove(new Key(session.id(), id));
    own.remove(new Key(session.id(), id));
  }

  /** A request of the client's that a server is at work on, and what takes it back. */
  void underWay(McpSession session, JsonSlice request, Consumer<@Nullable String> cancel) {
    if (!session.isStateless()) {
      underWay.put(new Key(session.id(), request.toString()), cancel);
    }
  }

  void over(McpSession session, JsonSlice request) {
    underWay.remove(new Key(session.id(), request.toString()));
  }

  /** The client takes back what it asked for; what has its answer already is not touched. */
  void cancelled(Cancelled cancelled) {
    Consumer<@Nullable String> cancel =
        underWay.remove(new Key(cancelled.session(), cancelled.request()));
    if (cancel != null) {
      cancel.accept(cancelled.reason());
    }
  }

  /**
   * A notification of a client's: that its roots changed concerns its servers, and how far it is
   * with what one of them asked concerns that one.
   */
  void heard(Context context, Envelope message) {
    AccountId account = context.principal().account();
    if (message.method().equals(ROOTS_CHANGED) && switches.allows(account, ROOTS_CHANGED)) {
      servers.tell(account, context.session().id(), message.toUpstream(0));
    }
    if (message.method().equals(AskedProgress.METHOD)) {
      progressed(context, message);
    }
  }

  private void progressed(Context context, Envelope message) {
    String id = AskedProgress.about(message);
    ServerRequest request = id == null ? null : open.get(new Key(context.session().id(), id));
    if (request != null && switches.allows(context.principal().account(), request.method())) {
      AskedProgress.tell(request, message);
    }
  }

  /** A client answers; what nobody asked it is nothing. */
  void answered(McpSession session, Envelope response) {
    JsonSlice id = response.id();
    String name = id == null ? null : id.text();
    Key key = new Key(session.id(), name == null ? "" : name);
    ServerRequest request = open.remove(key);
    if (request != null) {
      answer(request, response);
    }
    Consumer<@Nullable String> hears = own.remove(key);
    if (hears != null) {
      hears.accept(PageRequests.action(response.answer("result")));
    }
  }

  private static void answer(ServerRequest request, Envelope response) {
    JsonSlice result = response.answer("result");
    JsonSlice error = response.answer("error");
    if (result != null) {
      request.result(result);
    } else if (error != null) {
      request.error(error);
    }
  }

  private record Key(UUID session, String id) {}
}
