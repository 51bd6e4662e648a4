package ai.preloop.api.models;

import ai.preloop.activities.models.Trial;
import io.swagger.v3.oas.annotations.media.Schema;

/** How a tiny request to a model ended. */
@Schema(name = "AiModelTrial")
record TrialAnswer(
    boolean ok,
    @Schema(description = "The provider's HTTP status; 0 where it was not reached.") int status,
    long latencyMs,
    String message) {

  static TrialAnswer of(Trial trial) {
    return new TrialAnswer(
        trial.ok(), trial.httpStatus(), trial.latency().toMillis(), trial.message());
  }
}
