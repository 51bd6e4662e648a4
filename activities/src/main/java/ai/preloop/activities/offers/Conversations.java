package ai.preloop.activities.offers;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.UpstreamCalls;
import ai.preloop.activities.servers.UpstreamCalls.Caller;
import ai.preloop.activities.servers.UpstreamCalls.Sending;
import ai.preloop.activities.sessions.McpSession;
import ai.preloop.activities.upstream.Nobody;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.LongFunction;

/** Asks servers in a client's own conversations with them, several at the same time. */
final class Conversations {

  private static final int METHOD_NOT_FOUND = -32601;

  private static final UpstreamAnswer TOO_LONG =
      new UpstreamAnswer.Unknown(
          ProblemType.UPSTREAM_FAILED, "Its list does not end, or is longer than is accepted.");

  private final UpstreamCalls upstream;

  Conversations(UpstreamCalls upstream) {
    this.upstream = upstream;
  }

  /** Whose conversations: a principal's, in one session. */
  record Whose(Principal principal, McpSession session) {

    private Caller caller() {
      return new Caller(principal.account(), session.id(), principal.user().value());
    }
  }

  UpstreamAnswer ask(Whose whose, Server server, LongFunction<byte[]> request) {
    return upstream.call(
        whose.caller(), server, new Sending(request, Clearance.GIVEN, Nobody.AT_ALL));
  }

  /** All that a server lists, or how it ended that it does not. */
  Listed list(Whose whose, Server server, OfferKind kind) {
    Pages pages = new Pages(kind);
    UpstreamAnswer answer;
    do {
      answer = ask(whose, server, pages::request);
    } while (answer instanceof UpstreamAnswer.Result page && pages.add(page.result()));
    return pages.isTooLong()
        ? new Listed(server, pages.definitions(), TOO_LONG, Extent.TOO_LONG)
        : listed(server, pages, answer);
  }

  private static Listed listed(Server server, Pages pages, UpstreamAnswer answer) {
    return switch (answer) {
      case UpstreamAnswer.Result _ -> new Listed(server, pages.definitions(), answer, Extent.WHOLE);
      case UpstreamAnswer.RpcError error when error.code() == METHOD_NOT_FOUND ->
          new Listed(server, List.of(), answer, Extent.WHOLE);
      case UpstreamAnswer.RpcError _, UpstreamAnswer.InputRequired _, UpstreamAnswer.Failure _ ->
          new Listed(server, pages.definitions(), answer, Extent.CUT);
    };
  }

  /** What was read of a server's list, and how the asking for it ended. */
  record Listed(Server server, List<JsonSlice> definitions, UpstreamAnswer end, Extent extent) {

    Listed {
      definitions = List.copyOf(definitions);
    }

    boolean isWhole() {
      return extent == Extent.WHOLE;
    }
  }

  /** How much of a server's list was read; one that has no such list has none, as a whole. */
  enum Extent {
    WHOLE,
    TOO_LONG,
    CUT
  }

  /** Does the same with each of several servers, and answers in their order. */
  static <T> List<T> each(List<Server> servers, Function<Server, T> work) {
    if (servers.size() <= 1) {
      return servers.stream().map(work).toList();
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> all =
          servers.stream()
              .map(server -> threads.submit((Callable<T>) () -> work.apply(server)))
              .toList();
      return all.stream().map(Conversations::result).toList();
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
