package ai.preloop.activities.gateway;

import ai.preloop.activities.attempts.Cancellation;
import ai.preloop.activities.database.Storable;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.gateway.RunningCall.Spent;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.usage.ModelCall.Attribution;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks models in the product's own name for a person, as any client would: allow-lists, rules and
 * budgets hold, and what it costs is in the ledger.
 */
public final class ChatCompletions {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST_MESSAGE = 500;

  private final ModelCalls calls;

  ChatCompletions(ModelCalls calls) {
    this.calls = calls;
  }

  /** What is asked: {@code agent} is what the ledger says that the call is for. */
  public record Question(String model, List<Message> messages, int maxOutputTokens, String agent) {

    public Question {
      messages = List.copyOf(messages);
    }
  }

  /**
   * One message; {@code role} is {@code system}, {@code user} or {@code assistant}. Half a
   * character, which texts that were cut may end in, is in no JSON.
   */
  public record Message(String role, String content) {

    public Message {
      content = Storable.text(content);
    }
  }

  /**
   * Waits for the whole answer, so long at most. Throws what {@link ModelCalls#begin} does,
   * UPSTREAM_FAILED where the provider refuses, UPSTREAM_TIMEOUT when the time is over.
   */
  public Completion ask(Principal caller, Question question, Duration within) {
    Cancellation over = new Cancellation();
    Executor later = CompletableFuture.delayedExecutor(within.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> alarm = CompletableFuture.runAsync(over::cancel, later);
    try {
      return answered(caller, question, over);
    } catch (ProblemException | CancellationException e) {
      if (over.isCancelled()) {
        throw new ProblemException(
                ProblemType.UPSTREAM_TIMEOUT,
                "The model %s did not answer within %d seconds."
                    .formatted(question.model(), within.toSeconds()))
            .causedBy(e);
      }
      throw e;
    } finally {
      alarm.cancel(false);
    }
  }

  private Completion answered(Principal caller, Question question, Cancellation over) {
    HeardAnswer heard = new HeardAnswer();
    RunningCall call = calls.begin(caller, incoming(question, over));
    try (call) {
      call.relay(heard);
    } catch (ClientLeftException e) {
      throw (CancellationException) new CancellationException("The time is over").initCause(e);
    } catch (IOException e) {
      throw new IllegalStateException("What is heard here is kept in memory", e);
    }
    if (call.status() >= 300) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED,
          "The provider of the model %s answered with status %d: %s"
              .formatted(question.model(), call.status(), heard.text(LONGEST_MESSAGE)));
    }
    Spent spent =
        call.spent().orElseThrow(() -> new IllegalStateException("A closed call is settled"));
    return Completion.read(heard.bytes(), spent);
  }

  private static Incoming incoming(Question question, Cancellation over) {
    return new Incoming(
        ModelRequest.read(Operation.CHAT_COMPLETIONS, null, body(question), Limits.REQUEST),
        HttpHeaders.of(Map.of(), (name, value) -> true),
        null,
        new Attribution(null, question.agent(), null, null, null),
        over,
        () -> waits(over));
  }

  private static void waits(Cancellation over) throws IOException {
    if (over.isCancelled()) {
      throw new IOException("Nobody waits any more");
    }
  }

  private static byte[] body(Question question) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", question.model());
    body.put("messages", question.messages());
    body.put("max_completion_tokens", question.maxOutputTokens());
    return JSON.writeValueAsBytes(body);
  }
}
