package ai.preloop.api.policies;

import ai.preloop.activities.policies.Submission;
import ai.preloop.activities.policies.Submission.Claiming;
import ai.preloop.activities.policies.Submission.Strictness;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.syntax.Source;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.BindParam;

/** How a document is taken, as the parameters are called. */
record PolicyQuery(
    @Schema(description = "Say what would change, and change nothing.") @BindParam("dry_run")
        @Nullable Boolean dryRun,
    @Schema(description = "Take warnings for errors.") @Nullable Boolean strict,
    @Schema(
            description =
                "When false, a server that is not there is a warning and no error. True when left"
                    + " out.")
        @BindParam("check_server_references")
        @Nullable Boolean checkServerReferences,
    @Schema(
            description =
                "The version that must be in force; with another one the answer is 409 and nothing"
                    + " changes.")
        @BindParam("expected_version")
        @Nullable Integer expectedVersion,
    @Schema(
            description =
                "Take what other owners hold and these documents claim out of theirs, in the same"
                    + " version. It needs the scope policy:write for all owners.")
        @Nullable Boolean force) {

  private static final int MOST = 100;

  Submission submission(List<byte[]> documents) {
    if (documents.isEmpty() || documents.size() > MOST) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "A request has from 1 to %d documents, each as a part called file.".formatted(MOST));
    }
    if (documents.stream().mapToLong(each -> each.length).sum() > Source.MAX_BYTES) {
      throw new ProblemException(
          ProblemType.TOO_LARGE,
          "Policy documents may have %d bytes at most, all of a request together."
              .formatted(Source.MAX_BYTES));
    }
    return new Submission(
        documents,
        new Strictness(Boolean.TRUE.equals(strict), !Boolean.FALSE.equals(checkServerReferences)),
        Boolean.TRUE.equals(force) ? Claiming.FORCED : Claiming.FREE,
        Boolean.TRUE.equals(dryRun),
        expectedVersion);
  }
}
