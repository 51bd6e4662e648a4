package ai.preloop.activities.attempts;

import ai.preloop.activities.models.AiModel;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was tried for one call and came to nothing; the client hears what says most of it. */
final class Tally {

  private final String alias;
  private int attempts;
  private @Nullable ProviderAnswer answer;
  private @Nullable ProblemException upstream;
  private @Nullable ProblemException unfit;
  private @Nullable Duration full;

  Tally(String alias) {
    this.alias = alias;
  }

  /** One request more; how many there were by now. */
  int attempted() {
    return ++attempts;
  }

  void answered(ProviderAnswer refusal) {
    answer = refusal;
  }

  void failed(ProblemType type, AiModel target, String what) {
    upstream = new ProblemException(type, "The model " + target.alias() + " " + what);
  }

  /**
   * Which secret is missing and where it is kept is for those who have to do with it: the cause
   * says it.
   */
  void unasked(AiModel target, ProblemException why) {
    upstream =
        new ProblemException(
                ProblemType.UPSTREAM_FAILED,
                "The model %s cannot be asked as it is set up: who tries it (ai-models, test) is told why."
                    .formatted(target.alias()))
            .causedBy(why);
  }

  /** The target has nothing like what was asked for; the first one counts. */
  void unfit(ProblemException why) {
    unfit = unfit == null ? why : unfit;
  }

  void full(Duration wait) {
    full = full == null || wait.compareTo(full) < 0 ? wait : full;
  }

  /** The last answer, or throws. */
  ProviderAnswer told() {
    if (answer != null) {
      return answer;
    }
    if (upstream != null) {
      throw upstream;
    }
    if (full != null) {
      throw limited(full);
    }
    throw unfit == null
        ? new ProblemException(
            ProblemType.UPSTREAM_FAILED,
            "The model %s has no target that there is.".formatted(alias))
        : unfit;
  }

  private ProblemException limited(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return new ProblemException(
        ProblemType.RATE_LIMITED,
        "The model %s is used as much as its limits allow; try again in %d s."
            .formatted(alias, seconds),
        Map.of("retry_after", seconds));
  }
}
