package ai.preloop.api.mcp;

import ai.preloop.activities.database.AccountNews;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.servers.Overheard;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.sessions.McpSessions;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.workflows.identity.AccountId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The streams on which sessions hear what is of no request of theirs (Streamable HTTP, Listening
 * for Messages): what their servers say, and that their tools are others now.
 */
@Component
final class SessionStreams implements SmartLifecycle {

  /** Shorter than what lies between lets an idle connection be. */
  private static final Duration TICK = Duration.ofSeconds(15);

  private final Map<UUID, SessionStream> open = new ConcurrentHashMap<>();
  private final McpSessions sessions;
  private final ToolListing listing;
  private final ClientRequests requests;
  private final Overheard.Opening overheard;
  private volatile boolean running;

  SessionStreams(
      McpSessions sessions,
      ToolListing listing,
      ClientRequests requests,
      Overheard.Opening overheard,
      AccountNews news) {
    this.sessions = sessions;
    this.listing = listing;
    this.requests = requests;
    this.overheard = overheard;
    news.hearer(this::reloaded);
    overheard.whenOpened(this::lookAgain);
  }

  /** Returns when the stream is over; a second one of a session takes the place of the first. */
  void hold(
      Principal principal, McpSession session, Endpoint endpoint, HttpServletResponse response) {
    Interim interim = new Interim(response, true);
    var stream =
        new SessionStream(
            new Context(principal, session, interim, endpoint),
            () -> listing.list(principal, endpoint));
    SessionStream before = open.put(session.id(), stream);
    if (before != null) {
      before.end();
    }
    var whose =
        new Overheard.Whose(
            principal.account(), session.id(), requests.ofSession(stream.context()));
    try (Overheard servers = overheard.of(whose)) {
      attend(stream, servers);
    } finally {
      open.remove(session.id(), stream);
    }
  }

  private void attend(SessionStream stream, Overheard servers) {
    boolean goesOn = stream.begin();
    while (goesOn && running && isOpen(stream.context())) {
      servers.look();
      goesOn = stream.await(TICK);
    }
  }

  private boolean isOpen(Context of) {
    String id = of.session().id().toString();
    return sessions.opened(of.principal(), id, of.endpoint().id()).isPresent();
  }

  /** A session has a conversation with a server that it did not have before. */
  private void lookAgain(UUID session) {
    SessionStream stream = open.get(session);
    if (stream != null) {
      stream.wake();
    }
  }

  /** What was read again may be what some client has a list of. */
  private void reloaded(AccountId account) {
    open.values().stream()
        .filter(stream -> stream.context().principal().account().equals(account))
        .forEach(SessionStream::compare);
  }

  @Override
  public void start() {
    running = true;
  }

  /** Before the web server stops, so that it need not wait for these. */
  @Override
  public void stop() {
    running = false;
    open.values().forEach(SessionStream::end);
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
