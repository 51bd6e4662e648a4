package ai.preloop.api.policies;

import ai.preloop.activities.policies.Verified;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** Valid means that no finding is an error. */
@Schema(name = "PolicyValidation")
record ValidationAnswer(boolean valid, List<FindingAnswer> findings) {

  static ValidationAnswer of(List<Verified> verified) {
    Verified only = verified.getFirst();
    return new ValidationAnswer(only.valid(), FindingAnswer.all(only.findings()));
  }

  /** Of several documents, in the order of the files. */
  @Schema(name = "PolicyBatchValidation")
  record Batch(boolean valid, List<VerifiedAnswer> documents) {

    static Batch of(List<Verified> verified) {
      return new Batch(
          verified.stream().allMatch(Verified::valid),
          verified.stream().map(VerifiedAnswer::of).toList());
    }
  }

  /** One of several documents; the name is empty where it cannot be read. */
  @Schema(name = "PolicyVerified")
  record VerifiedAnswer(String policyName, boolean valid, List<FindingAnswer> findings) {

    static VerifiedAnswer of(Verified verified) {
      return new VerifiedAnswer(
          verified.policyName(), verified.valid(), FindingAnswer.all(verified.findings()));
    }
  }
}
