package ai.preloop.api.mcp;

import ai.preloop.activities.database.AccountNews;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Principals;
import ai.preloop.activities.limits.InFlight;
import ai.preloop.activities.limits.InFlight.Passage;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Overheard;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.sessions.McpSessions;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.workflows.identity.AccountId;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What a first call waits at most for its server to be heard, which itself takes no longer. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Each may look at a hundred tasks at once. */
  private static final int WATCHING = 20;

  private final InFlight ofPrincipals = new InFlight(WATCHING);
  private final Map<UUID, SessionStream> open = new ConcurrentHashMap<>();
  private final Principals principals;
  private final McpSessions sessions;
  private final ToolListing listing;
  private final ClientRequests requests;
  private final Overheard.Opening overheard;
  private final Subscriptions subscriptions;
  private volatile boolean running;

  SessionStreams(
      Principals principals,
      McpSessions sessions,
      ToolListing listing,
      ClientRequests requests,
      Overheard.Opening overheard,
      Subscriptions subscriptions,
      AccountNews news) {
    this.principals = principals;
    this.sessions = sessions;
    this.listing = listing;
    this.requests = requests;
    this.overheard = overheard;
    this.subscriptions = subscriptions;
    news.hearer(this::reloaded);
    overheard.whenOpened(this::lookAgain);
  }

  /** Returns when the stream is over; a second one of a session takes the place of the first. */
  void hold(
      Principal principal, McpSession session, Endpoint endpoint, HttpServletResponse response) {
    Context context =
        new Context(principal, session, new InterimStream(response, true, null), endpoint);
    var stream = new SessionStream(context, () -> tools(context), SessionStream.Words.OF_SESSION);
    SessionStream before = open.put(session.id(), stream);
    if (before != null) {
      before.end();
    }
    hold(session.id(), stream, requests.ofSession(context), List.of());
  }

  /**
   * The same of a subscription, of which a client may have several; beyond so many of one principal
   * they are told of no tasks.
   */
  void hold(Subscription subscription) {
    Wanted wanted = subscription.wanted();
    Optional<Passage> watching =
        wanted.tasks().isEmpty()
            ? Optional.empty()
            : ofPrincipals.enter(subscription.context().principal().id());
    try {
      hold(subscription, watching.isPresent() ? wanted : wanted.withoutTasks());
    } finally {
      watching.ifPresent(Passage::close);
    }
  }

  private void hold(Subscription subscription, Wanted wanted) {
    Context context = subscription.context();
    Wanted agreed = subscriptions.agree(context, wanted);
    var words = new SubscriptionWords(subscription.id());
    var stream =
        new SessionStream(
            context,
            () -> tools(context),
            new SessionStream.Words(
                words.acknowledged(agreed),
                agreed.tools() ? words.toolsChanged() : null,
                words.ended()));
    UUID id = UUID.randomUUID();
    open.put(id, stream);
    try (TaskWatch watch = subscriptions.watch(context, words)) {
      stream.whenBegun(() -> watch.begin(agreed.tasks()));
      stream.whenEnding(watch::close);
      hold(
          id,
          stream,
          new SubscribedVoice(context.interim(), words, agreed),
          subscriptions.servers(context, agreed));
    } finally {
      subscriptions.end(context, agreed.resources());
    }
  }

  private byte[] tools(Context of) {
    return listing.list(of.principal(), of.endpoint());
  }

  private void hold(UUID id, SessionStream stream, Listener listener, List<Server> joined) {
    Context of = stream.context();
    Principal who = of.principal();
    var whose = new Overheard.Whose(who.account(), of.session().id(), who.user().value(), listener);
    try (Overheard servers = overheard.of(whose)) {
      attend(stream, servers, joined);
    } finally {
      open.remove(id, stream);
      listener.ended();
      // Before the response is given back, which another request may have next.
      of.interim().end();
    }
  }

  private void attend(SessionStream stream, Overheard servers, List<Server> joined) {
    try {
      stream.listed();
      if (joined.isEmpty()) {
        stream.attend(); // Whoever has servers joined is waited for by none of them.
      }
      servers.begin(joined);
      boolean goesOn = stream.begin();
      while (goesOn && mayGoOn(stream.context().principal(), stream.context().session())) {
        goesOn = stream.await(TICK);
        servers.look();
        stream.looked();
      }
      stream.close();
    } finally {
      stream.leave();
    }
  }

  /** Both are asked of memory: a key that was revoked hears nothing more. */
  boolean mayGoOn(Principal who, McpSession session) {
    return running
        && principals.inStanding(who).isPresent()
        && sessions.find(who, session.id().toString()).isPresent();
  }

  /**
   * A session has a conversation with a server that it did not have before; who is about to call
   * there waits until the server is heard, so that nothing is lost of what it says meanwhile.
   */
  private void lookAgain(UUID session) {
    List<SessionStream> streams =
        open.values().stream()
            .filter(stream -> stream.context().session().id().equals(session))
            .toList();
    streams.forEach(SessionStream::wake);
    streams.forEach(stream -> stream.awaitLooked(SOON));
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
