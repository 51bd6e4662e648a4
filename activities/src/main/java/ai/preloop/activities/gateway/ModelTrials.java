package ai.preloop.activities.gateway;

import ai.preloop.activities.attempts.Cancellation;
import ai.preloop.activities.dialects.ModelRequest;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.models.AiModel;
import ai.preloop.activities.models.ModelTrial;
import ai.preloop.activities.models.Trial;
import ai.preloop.activities.usage.ModelCall.Attribution;
import ai.preloop.policies.problems.ProblemException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Tries models as any client would: what it costs is in the ledger, and budgets hold. */
final class ModelTrials implements ModelTrial {

  private static final int LONGEST_MESSAGE = 500;

  private static final String ASKED =
      "\"messages\":[{\"role\":\"user\",\"content\":\"Reply with OK.\"}],\"max_completion_tokens\":16";

  private static final String EMBEDDED = "\"input\":\"OK\"";

  private final ModelCalls calls;

  ModelTrials(ModelCalls calls) {
    this.calls = calls;
  }

  @Override
  public Trial tried(Principal caller, AiModel model) {
    long begun = System.nanoTime();
    try (RunningCall call = calls.begin(caller, incoming(model))) {
      HeardAnswer heard = new HeardAnswer();
      call.relay(heard);
      boolean ok = call.status() < 300;
      return new Trial(
          ok, call.status(), since(begun), ok ? "It answers." : heard.text(LONGEST_MESSAGE));
    } catch (ProblemException e) {
      return new Trial(false, 0, since(begun), reason(e));
    } catch (IOException e) {
      throw new IllegalStateException("What is heard here is kept in memory", e);
    }
  }

  /** Whoever may try models may know what is wrong with their secrets. */
  private static String reason(ProblemException failure) {
    return failure.getCause() instanceof ProblemException why ? why.detail() : failure.detail();
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static Incoming incoming(AiModel model) {
    Operation operation = model.embeds() ? Operation.EMBEDDINGS : Operation.CHAT_COMPLETIONS;
    String body =
        "{\"model\":%s,%s}"
            .formatted(
                JsonText.quote(model.alias()),
                operation == Operation.EMBEDDINGS ? EMBEDDED : ASKED);
    return new Incoming(
        ModelRequest.read(operation, null, body.getBytes(StandardCharsets.UTF_8), Limits.REQUEST),
        HttpHeaders.of(Map.of(), (name, value) -> true),
        null,
        Attribution.NONE,
        new Cancellation(),
        Holding.SILENT);
  }
}
