package ai.preloop.activities.attempts;

import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.models.AiModel;
import ai.preloop.workflows.identity.AccountId;
import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A call that is to be sent to whichever target of a model takes it. {@code tokens} is what it is
 * estimated to use, which rate limits are judged by until the truth is known; {@code unanswered}
 * hears of what may be charged for without an answer.
 */
public record Dispatch(
    AccountId account,
    AiModel model,
    Client client,
    long tokens,
    Rendering rendering,
    Unanswered unanswered) {

  /**
   * What the client sent beside its body, of which a provider of the same dialect gets what is
   * meant for it; {@code left} is cancelled when the client is gone.
   */
  public record Client(
      Dialect dialect, HttpHeaders headers, @Nullable String query, Cancellation left) {}
}
