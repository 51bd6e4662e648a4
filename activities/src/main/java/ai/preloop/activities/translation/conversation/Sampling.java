package ai.preloop.activities.translation.conversation;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the next token is chosen, and what ends the answer. */
public record Sampling(
    @Nullable BigDecimal temperature,
    @Nullable BigDecimal topP,
    @Nullable Integer topK,
    @Nullable BigDecimal seed,
    @Nullable BigDecimal presencePenalty,
    @Nullable BigDecimal frequencyPenalty,
    @Nullable Integer mostOutput,
    List<String> stops) {

  public Sampling {
    stops = List.copyOf(stops);
  }
}
