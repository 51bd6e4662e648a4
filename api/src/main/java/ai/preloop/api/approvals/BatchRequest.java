package ai.preloop.api.approvals;

import ai.preloop.activities.approvals.Ballot;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Several decisions, each of another request. */
@Schema(name = "BatchDecideRequest")
record BatchRequest(
    @ArraySchema(
            minItems = 1,
            maxItems = BatchRequest.MOST,
            arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED))
        @Nullable List<@Nullable Entry> decisions) {

  static final int MOST = 100;

  /** One decision, as {@code decide} takes it. */
  @Schema(name = "BatchDecision")
  record Entry(
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable UUID id,
      @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Boolean approved,
      @Nullable String comment,
      @Schema(description = "When it is given, it must be that of the request.")
          @Nullable String digest) {

    Ballot ballot() {
      return new DecisionRequest(approved, comment, digest).ballot();
    }
  }

  /**
   * The ballots in their order; whatever is wrong with one refuses them all, and nothing is done.
   */
  SequencedMap<UUID, Ballot> ballots() {
    List<@Nullable Entry> entries = Objects.requireNonNullElse(decisions, List.of());
    if (entries.isEmpty() || entries.size() > MOST) {
      throw unprocessable("decisions has 1 to %d entries.".formatted(MOST));
    }
    SequencedMap<UUID, Ballot> ballots = new LinkedHashMap<>();
    for (Entry entry : entries) {
      if (entry == null || entry.id() == null) {
        throw unprocessable("Each of decisions has the id of an approval request.");
      }
      if (ballots.put(entry.id(), entry.ballot()) != null) {
        throw unprocessable("decisions has %s twice.".formatted(entry.id()));
      }
    }
    return ballots;
  }

  private static ProblemException unprocessable(String sentence) {
    return new ProblemException(ProblemType.UNPROCESSABLE, sentence + " Nothing was decided.");
  }
}
