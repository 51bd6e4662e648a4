package ai.preloop.api.policies;

import ai.preloop.activities.policies.Submission;
import ai.preloop.activities.policies.Submission.Strictness;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.syntax.Source;
import io.swagger.v3.oas.annotations.media.Schema;
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
        @Nullable Integer expectedVersion) {

  Submission submission(byte[] document) {
    if (document.length > Source.MAX_BYTES) {
      throw new ProblemException(
          ProblemType.TOO_LARGE,
          "A policy document may have %d bytes at most.".formatted(Source.MAX_BYTES));
    }
    return new Submission(
        document,
        new Strictness(Boolean.TRUE.equals(strict), !Boolean.FALSE.equals(checkServerReferences)),
        Boolean.TRUE.equals(dryRun),
        expectedVersion);
  }
}
