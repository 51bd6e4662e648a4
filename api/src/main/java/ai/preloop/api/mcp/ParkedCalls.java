package ai.preloop.api.mcp;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.JsonType;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.MalformedMessage.Kind;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.roundtrips.RequestState;
import ai.preloop.activities.roundtrips.RequestStates;
import ai.preloop.activities.upstream.ResultRoom;
import ai.preloop.api.mcp.McpMethods.Context;
import ai.preloop.api.mcp.ParkedCall.Turn;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Calls of clients that take a question as an answer (MCP 2026-07-28, Multi Round-Trip Requests),
 * to servers that ask while they are at work: what a server waits for comes with its client's next
 * try, to the node that asked.
 */
@Component
final class ParkedCalls {

  /** As long as a server that waits for its client may take in all. */
  private static final Duration AWAY = Duration.ofMinutes(10);

  /** How long what a large answer takes of memory counts, while its client takes it. */
  private static final Duration COUNTED = Duration.ofSeconds(10);

  /** A larger answer is not kept for a client that is away, or that did not hear it. */
  private static final int LARGEST_KEPT = 16 << 10;

  private static final int MOST = 10_000;
  private static final int MOST_OF_PRINCIPAL = 64;

  private final RequestStates states;
  private final Cache<UUID, ParkedCall> parked =
      Caffeine.newBuilder()
          .expireAfterAccess(AWAY)
          .maximumSize(MOST)
          .scheduler(Scheduler.systemScheduler())
          .removalListener(ParkedCalls::abandon)
          .build();

  ParkedCalls(RequestStates states) {
    this.states = states;
  }

  private static void abandon(
      @Nullable UUID unused, @Nullable ParkedCall call, RemovalCause cause) {
    if (call != null) {
      call.abandon();
    }
  }

  /** Whether a request brings back a state of ours. */
  boolean isOfOurs(Envelope message) {
    return states.isOurs(message);
  }

  /** Answers a request whose server may ask, or goes on with one that brings what was asked. */
  McpAnswer answer(Context context, Envelope message, Function<Context, McpAnswer> run) {
    RequestState state = states.open(context.principal(), message).orElse(null);
    return state != null && state.kind() == RequestState.Kind.QUESTION
        ? goneOn(context, message, state.id())
        : begun(context, message, run);
  }

  private McpAnswer begun(Context context, Envelope message, Function<Context, McpAnswer> run) {
    ParkedCall call = new ParkedCall(context.principal(), context.interim(), this::park);
    Thread.ofVirtual()
        .name("a call that may ask")
        .start(() -> run(call, () -> run.apply(context.hearing(call))));
    return told(context.principal(), message, call);
  }

  private McpAnswer goneOn(Context context, Envelope message, UUID id) {
    ParkedCall call = parked.getIfPresent(id);
    if (call == null) {
      throw wrong(
          message,
          "What was asked is not known here, or not any more, and the call may have been made: look whether it was before you make it again without params.requestState.");
    }
    JsonSlice params = Objects.requireNonNull(message.params());
    JsonSlice responses = params.member("inputResponses");
    if (responses != null && !responses.is(JsonType.OBJECT)) {
      throw wrong(message, "params.inputResponses is not an object.");
    }
    call.heardBy(context.interim());
    if (responses != null) {
      call.answered(responses);
    }
    return told(context.principal(), message, call);
  }

  private static MalformedMessage wrong(Envelope message, String sentence) {
    return new MalformedMessage(Kind.INVALID_PARAMS, sentence, message.id());
  }

  /** Whoever comes again for an answer that was not heard has it, and makes no other call. */
  private void run(ParkedCall call, Supplier<McpAnswer> run) {
    ResultRoom.whilePassingOn(() -> {
      CountDownLatch passedOn = new CountDownLatch(1);
      Turn end = new Turn.Failed(broken());
      try {
        end = new Turn.Ended(counted(run.get(), passedOn));
      } catch (RuntimeException e) {
        end = new Turn.Failed(e);
      } finally {
        call.ended(end);
      }
      await(passedOn);
      if (end instanceof Turn.Ended(RpcAnswer answer) && !isKept(answer)) {
        call.ended(new Turn.Failed(notKept()));
      }
      return call;
    });
  }

  private static boolean isKept(RpcAnswer answer) {
    byte[] body = answer.body();
    return body == null || body.length <= LARGEST_KEPT;
  }

  private static ProblemException broken() {
    return new ProblemException(
        ProblemType.INTERNAL, "Something broke on our side, perhaps after the call was sent.");
  }

  private static ProblemException notKept() {
    return new ProblemException(
        ProblemType.CONFLICT,
        "The call was made and has ended; its answer was too large to be kept for its client.");
  }

  private static McpAnswer counted(McpAnswer answer, CountDownLatch passedOn) {
    if (answer instanceof RpcAnswer now && !isKept(now)) {
      return now.then(() -> {
        now.done();
        passedOn.countDown();
      });
    }
    passedOn.countDown();
    return answer;
  }

  private static void await(CountDownLatch passedOn) {
    try {
      boolean unused = passedOn.await(COUNTED.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private McpAnswer told(Principal principal, Envelope message, ParkedCall call) {
    return switch (next(call)) {
      case Turn.Ended(McpAnswer answer) ->
          answer instanceof RpcAnswer now ? now.to(message.id()) : answer;
      case Turn.Failed(RuntimeException problem) -> throw problem;
      case Turn.Asked(Map<String, JsonSlice> questions) -> {
        yield asking(principal, message, call, questions);
      }
    };
  }

  private static Turn next(ParkedCall call) {
    try {
      return call.next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          ProblemType.UNAVAILABLE, "This node ends; what became of the call is not known.");
    }
  }

  /** Whether a call may wait for its client here, which it does from then on. */
  private boolean park(ParkedCall call) {
    long others = parked.asMap().values().stream().filter(each -> each.isOfSame(call)).count();
    boolean may = parked.getIfPresent(call.id()) != null || others < MOST_OF_PRINCIPAL;
    if (may) {
      parked.put(call.id(), call);
    }
    return may;
  }

  private RpcAnswer asking(
      Principal principal, Envelope message, ParkedCall call, Map<String, JsonSlice> questions) {
    RequestState state = new RequestState(RequestState.Kind.QUESTION, call.id());
    String result =
        "{\"resultType\":\"input_required\",\"inputRequests\":%s,\"requestState\":%s}"
            .formatted(
                written(questions), JsonText.quote(states.seal(principal, message, state, AWAY)));
    return RpcAnswer.result(message.id(), result.getBytes(StandardCharsets.UTF_8));
  }

  /** They have no ids in this revision, but names. */
  private static String written(Map<String, JsonSlice> questions) {
    return questions.entrySet().stream()
        .map(each ->
            JsonText.quote(each.getKey()) + ":" + each.getValue().without("jsonrpc").without("id"))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
