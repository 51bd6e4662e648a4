package ai.preloop.api.policies;

import ai.preloop.activities.policies.Uploaded;
import ai.preloop.activities.policies.Uploaded.Outcome;
import ai.preloop.policies.ownership.Change;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What uploading did; {@code version} is the one in force afterwards, 0 when there is none. */
@Schema(name = "PolicyUpload")
record UploadAnswer(
    String policyName,
    int version,
    @Schema(description = "False after a dry run, and when nothing differs.") boolean applied,
    @Schema(example = "[\"changed tool bash (mcp)\"]") List<String> changes,
    List<FindingAnswer> findings,
    @Schema(description = "With force: what it took out of the documents of other owners.")
        @JsonInclude(Include.NON_EMPTY)
        List<OutcomeAnswer> taken,
    @Schema(description = "The servers that it brought, asked for their tools.")
        List<ArrivalAnswer> servers,
    @Schema(description = "What does not fit the tools of those servers, as a scan says it.")
        List<UnfitAnswer> unfit) {

  static UploadAnswer of(Uploaded uploaded) {
    OutcomeAnswer only = OutcomeAnswer.of(uploaded.documents().getFirst());
    return new UploadAnswer(
        only.policyName(),
        uploaded.version(),
        uploaded.applied(),
        only.changes(),
        only.findings(),
        uploaded.taken().stream().map(OutcomeAnswer::of).toList(),
        ArrivalAnswer.all(uploaded.arrived().servers()),
        uploaded.arrived().unfit().stream().map(UnfitAnswer::of).toList());
  }

  /** What became of one owner's document. */
  @Schema(name = "PolicyOutcome")
  record OutcomeAnswer(String policyName, List<String> changes, List<FindingAnswer> findings) {

    static OutcomeAnswer of(Outcome outcome) {
      return new OutcomeAnswer(
          outcome.policyName(),
          outcome.changes().stream().map(Change::toString).toList(),
          FindingAnswer.all(outcome.findings()));
    }
  }
}
