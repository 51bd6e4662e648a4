package ai.preloop.activities.servers;

import ai.preloop.activities.approvals.LeakedLinks;
import ai.preloop.activities.approvals.LeakedLinks.Speaker;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.Questions.Between;
import ai.preloop.activities.switches.AccountSwitches;
import ai.preloop.activities.switches.Feature;
import ai.preloop.activities.upstream.ClientTerms;
import ai.preloop.activities.upstream.Hearer;
import ai.preloop.activities.upstream.Listener;
import ai.preloop.activities.upstream.ServerRequest;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.activities.upstream.UpstreamAnswer.Failure;
import ai.preloop.activities.upstream.UpstreamAnswer.InputRequired;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.RpcError;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What servers say comes through here before anybody hears it. */
final class Checkpoint {

  private static final String TOOLS_CHANGED = "notifications/tools/list_changed";

  private final LeakedLinks links;
  private final AccountSwitches switches;
  private final ResourceNames names;
  private final Questions questions;
  private final ClientTasks tasks = new ClientTasks();
  private volatile Consumer<UUID> toolsChanged = _ -> {};

  Checkpoint(
      LeakedLinks links, AccountSwitches switches, ResourceNames names, Questions questions) {
    this.links = links;
    this.switches = switches;
    this.names = names;
    this.questions = questions;
  }

  /** Told of each server that says that its tools are others now. */
  void whenToolsChange(Consumer<UUID> hearer) {
    toolsChanged = hearer;
  }

  /** An answer as it may go on; the server has done what was asked of it, whatever comes of it. */
  UpstreamAnswer passed(AccountId account, Server server, UpstreamAnswer answer) {
    try {
      return switch (answer) {
        case Result result ->
            cleared(result.result(), account, server)
                .<UpstreamAnswer>map(json -> new Result(json, result.isError()))
                .orElse(result);
        case InputRequired question ->
            cleared(question.result(), account, server)
                .<UpstreamAnswer>map(InputRequired::new)
                .orElse(question);
        case RpcError error ->
            cleared(error.error(), account, server)
                .<UpstreamAnswer>map(json -> new RpcError(error.code(), message(json), json))
                .orElse(error);
        case Failure failure -> failure;
      };
    } catch (ProblemException e) {
      return new Unknown(e.type(), e.detail());
    }
  }

  /** Records what an answer asks of its client, who brings it when it asks again. */
  void asks(Listener listener, AccountId account, Server server, UpstreamAnswer answer) {
    if (answer instanceof InputRequired(JsonSlice question)) {
      listener
          .hearer()
          .ifPresent(
              hearer -> questions.passed(new Between(account, server.name(), hearer), question));
    }
  }

  /** What servers are told that a client can do: a JSON object, without what is switched off. */
  String capabilities(AccountId account, String able) {
    JsonSlice left = JsonSlice.of(able.getBytes(StandardCharsets.UTF_8));
    for (Feature feature : switches.off(account)) {
      left = left.without(feature.word());
    }
    JsonSlice ofTasks = left.member("tasks");
    return (ofTasks == null ? left : left.with("tasks", tasks(account, ofTasks))).toString();
  }

  /** Of tasks that a client works on, a server is told of its own alone. */
  private JsonSlice tasks(AccountId account, JsonSlice able) {
    JsonSlice requests = able.member("requests");
    if (requests != null) {
      for (Feature feature : switches.off(account)) {
        requests = requests.without(feature.word());
      }
    }
    JsonSlice own = able.without("list");
    return requests == null ? own : own.with("requests", requests);
  }

  /** Whoever hears a server hears it through this; the session is null where there is none. */
  Listener before(Listener listener, AccountId account, @Nullable UUID session, Server server) {
    return new Passing(
        this, listener, new Heard(account, session, server), new ConcurrentHashMap<>());
  }

  /** Somebody listens in a session still. */
  void listens(UUID session) {
    names.touch(session);
  }

  private Optional<JsonSlice> cleared(JsonSlice json, AccountId account, Server server) {
    return links.cleared(json, new Speaker(account, Speaker.Kind.SERVER, server.name()));
  }

  private static String message(JsonSlice error) {
    JsonSlice message = error.member("message");
    return message == null ? "" : Objects.requireNonNullElse(message.text(), "");
  }

  /** Whose server is heard, in which session. */
  private record Heard(AccountId account, @Nullable UUID session, Server server) {}

  private record Passing(
      Checkpoint at, Listener listener, Heard heard, Map<ServerRequest, ServerRequest> open)
      implements Listener {

    @Override
    public Optional<Hearer> hearer() {
      return listener.hearer();
    }

    @Override
    public ClientTerms client() {
      ClientTerms client = listener.client();
      return new ClientTerms(
          at.capabilities(heard.account(), client.capabilities()),
          client.logLevel(),
          client.asksAgain());
    }

    @Override
    public void sent(Consumer<@Nullable String> cancel) {
      listener.sent(cancel);
    }

    @Override
    public void paused() {
      listener.paused();
    }

    @Override
    public void ended() {
      listener.ended();
      open.values().forEach(ServerRequest::forget);
    }

    @Override
    public void notified(String method, JsonSlice message) {
      if (method.equals(TOOLS_CHANGED)) {
        at.toolsChanged.accept(heard.server().id());
      }
      if (at.switches.allows(heard.account(), method)) {
        cleared(message)
            .flatMap(json -> at.names.told(heard.session(), heard.server().id(), json))
            .ifPresent(json -> listener.notified(method, json));
      }
    }

    @Override
    public void asked(ServerRequest request) {
      Optional<JsonSlice> message =
          at.tasks
              .about(heard.session(), heard.server().id(), request.method(), request.message())
              .filter(method -> at.switches.allows(heard.account(), method))
              .flatMap(_ -> cleared(request.message()));
      ServerRequest question = recorded(request);
      message.ifPresentOrElse(json -> listener.asked(question.worded(json)), question::refuse);
    }

    /** The same, whose end is recorded; nobody's client is asked nothing. */
    private ServerRequest recorded(ServerRequest request) {
      return listener
          .hearer()
          .map(hearer ->
              recorded(request, new Between(heard.account(), heard.server().name(), hearer)))
          .orElse(request);
    }

    private ServerRequest recorded(ServerRequest request, Between between) {
      long begun = System.nanoTime();
      ServerRequest question =
          request.toldTo((end, result) -> {
            open.remove(request);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            ended(request.method(), result);
            if (!request.method().equals(ServerRequest.POLL)) {
              at.questions.note(between, request.method(), end.word(), took);
            }
          });
      open.put(request, question);
      return question;
    }

    private void ended(String method, @Nullable JsonSlice result) {
      if (result != null) {
        at.tasks.answered(heard.session(), heard.server().id(), method, result);
      }
    }

    /** Empty for what may not go on at all. */
    private Optional<JsonSlice> cleared(JsonSlice message) {
      try {
        return Optional.of(at.cleared(message, heard.account(), heard.server()).orElse(message));
      } catch (ProblemException e) {
        return Optional.empty();
      }
    }
  }
}
