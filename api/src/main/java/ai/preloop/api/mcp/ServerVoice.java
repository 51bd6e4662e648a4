package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.Splice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.mcp.SupportedRequests;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.upstream.ClientTerms;
import ai.preloop.activities.upstream.Hearer;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.ServerRequest;
import ai.preloop.api.mcp.McpMethods.Context;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a server says to the client that it is at work for: notices go on as they are, and requests
 * under an id of ours, to a client that said it takes them.
 */
final class ServerVoice implements Listener {

  /** To clients without sessions that is how they cancel (MCP 2026-07-28, Cancellation). */
  private static final String GONE = "The client has closed its connection.";

  private static final String TOOLS_CHANGED = "notifications/tools/list_changed";
  private static final String CANCELLED = "notifications/cancelled";

  private static final String TASK_STATUS = "notifications/tasks/status";

  private static final Set<String> OF_A_REQUEST = Set.of("notifications/progress");

  /** Of tools a client hears once more when a scan has found what is new in them. */
  private static final Set<String> PASSED_ON =
      Set.of(
          "notifications/progress",
          "notifications/resources/updated",
          "notifications/resources/list_changed",
          "notifications/prompts/list_changed",
          TOOLS_CHANGED,
          "notifications/elicitation/complete");

  /** By what they mean, least first (MCP, Logging). */
  static final List<String> LEVELS =
      List.of("debug", "info", "notice", "warning", "error", "critical", "alert", "emergency");

  private final Context context;
  private final String capabilities;
  private final @Nullable String logLevel;
  private final @Nullable JsonSlice request;
  private final Hearer hearer;
  private final ClientRequests requests;
  private final Map<String, String> asked = new ConcurrentHashMap<>();
  private volatile Future<?> departed = CompletableFuture.completedFuture(null);

  /**
   * {@code message} is the client's request that is answered, and {@code correlation} what its
   * records have in common; null for a whole session.
   */
  ServerVoice(
      Context context,
      @Nullable Envelope message,
      @Nullable UUID correlation,
      ClientRequests requests) {
    this.context = context;
    this.capabilities =
        message != null && context.session().isStateless()
            ? ClientCapabilities.passedOn(message.meta().clientCapabilities())
            : context.session().client().capabilities();
    this.logLevel = message == null ? null : message.meta().logLevel();
    this.request = message == null ? null : message.id();
    this.hearer = new Hearer(context.principal().who(), context.session().id(), correlation);
    this.requests = requests;
  }

  @Override
  public ClientTerms client() {
    McpSession session = context.session();
    return session.isStateless()
        ? new ClientTerms(capabilities, logLevel, true)
        : new ClientTerms(capabilities, requests.logLevel(session), false);
  }

  @Override
  public Optional<Hearer> hearer() {
    return Optional.of(hearer);
  }

  @Override
  public void sent(Consumer<@Nullable String> cancel) {
    if (request != null) {
      requests.underWay(context.session(), request, cancel);
    }
    if (request != null && context.session().isStateless()) {
      departed.cancel(false);
      departed = requests.whenGone(context.interim(), () -> cancel.accept(GONE));
    }
  }

  /** Nothing comes for a while, so the client is told what to come back with, too. */
  @Override
  public void paused() {
    if (!context.session().isStateless()) {
      context.interim().keepAlive();
    }
  }

  @Override
  public void ended() {
    departed.cancel(false);
    if (request != null) {
      requests.over(context.session(), request);
    }
    asked.values().forEach(id -> requests.forget(context.session(), id));
    asked.clear();
  }

  @Override
  public void notified(String method, JsonSlice message) {
    switch (method) {
      case "notifications/message" -> logged(message);
      case CANCELLED -> cancelled(message);
      case TASK_STATUS -> ofTask(message);
      default -> {
        if (isPassedOn(method)) {
          send(message);
        }
      }
    }
  }

  /**
   * Clients of revision 2026-07-28 subscribe to what is of no request of theirs; where tools are
   * searched for, the list is always the same.
   */
  private boolean isPassedOn(String method) {
    Set<String> methods = context.session().isStateless() ? OF_A_REQUEST : PASSED_ON;
    return methods.contains(method)
        && !(method.equals(TOOLS_CHANGED) && context.endpoint().isSearched());
  }

  /**
   * Without words, which rules for the tool may be about: those are in the answer to {@code
   * tasks/get}.
   */
  private void ofTask(JsonSlice message) {
    JsonSlice params = message.member("params");
    if (context.session().hasTasks() && params != null) {
      JsonSlice bare = params.without("statusMessage").without("_meta");
      send(new Splice(message).replace(params, bare).bytes());
    }
  }

  private void logged(JsonSlice message) {
    if (!context.session().isStateless() || isLoudEnough(message)) {
      send(message);
    }
  }

  /** A client of revision 2026-07-28 says with each request what it wants to hear of it. */
  private boolean isLoudEnough(JsonSlice message) {
    int least = logLevel == null ? -1 : LEVELS.indexOf(logLevel);
    JsonSlice params = message.member("params");
    JsonSlice level = params == null ? null : params.member("level");
    return least >= 0 && level != null && LEVELS.indexOf(level.text()) >= least;
  }

  /** A server takes a request back, which the client knows by our id. */
  private void cancelled(JsonSlice message) {
    JsonSlice params = message.member("params");
    JsonSlice theirs = params == null ? null : params.member("requestId");
    String ours = theirs == null ? null : asked.get(theirs.toString());
    if (theirs != null && ours != null) {
      send(new Splice(message).replace(theirs, quoted(ours)).bytes());
      requests.drop(context.session(), ours);
    }
  }

  @Override
  public void asked(ServerRequest question) {
    JsonSlice able = JsonSlice.of(utf8(capabilities));
    if (!SupportedRequests.areTaken(able, question.method())) {
      question.refuse();
    } else if (context.session().isStateless()) {
      askAgain(question);
    } else {
      ask(question);
    }
  }

  /** Clients of revision 2026-07-28 are asked by an answer, and come back. */
  private void askAgain(ServerRequest question) {
    if (!context.interim().asks(question)) {
      question.refuse();
    }
  }

  private void ask(ServerRequest question) {
    String id = requests.add(context.session(), question);
    asked.put(question.id().toString(), id);
    byte[] message = new Splice(question.message()).replace(question.id(), quoted(id)).bytes();
    if (!context
        .interim()
        .ask(AskedProgress.tokenOf(message, id), () -> requests.isOpen(context.session(), id))) {
      requests.forget(context.session(), id);
      question.refuse();
    }
  }

  private void send(JsonSlice message) {
    send(message.toBytes());
  }

  private void send(byte[] message) {
    context.interim().send(message);
  }

  private static byte[] quoted(String text) {
    return utf8(JsonText.quote(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
