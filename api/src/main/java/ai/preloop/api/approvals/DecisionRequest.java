package ai.preloop.api.approvals;

import ai.preloop.activities.approvals.Ballot;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.quorum.Vote.Choice;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What somebody decides; a {@code digest} that is given must be that of the request. */
record DecisionRequest(
    @Nullable Boolean approved, @Nullable String comment, @Nullable String digest) {

  static final DecisionRequest EMPTY = new DecisionRequest(null, null, null);

  private static final int LONGEST_COMMENT = 4_000;

  /** The ballot of {@code decide}, which must say which way. */
  Ballot ballot() {
    if (approved == null) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, "approved must be true or false.");
    }
    return ballot(approved ? Choice.APPROVE : Choice.DECLINE);
  }

  /** The ballot of an endpoint that says which way itself; the body may not say otherwise. */
  Ballot ballot(Choice choice) {
    if (approved != null && approved != (choice == Choice.APPROVE)) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "approved says the opposite of the address.");
    }
    if (comment != null && comment.length() > LONGEST_COMMENT) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "A comment has at most %d characters.".formatted(LONGEST_COMMENT));
    }
    return new Ballot(choice, comment, digest == null ? null : parsed(digest));
  }

  private static byte[] parsed(String digest) {
    try {
      return HexFormat.of().parseHex(digest);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE, "digest is the SHA-256 of the arguments in hexadecimal.");
    }
  }
}
