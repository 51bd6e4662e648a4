package ai.preloop.api.policies;

import ai.preloop.activities.policies.Uploads;
import ai.preloop.policies.ownership.Change;
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
    @Schema(description = "The servers that it brought, asked for their tools.")
        List<ArrivalAnswer> servers,
    @Schema(description = "What does not fit the tools of those servers, as a scan says it.")
        List<UnfitAnswer> unfit) {

  static UploadAnswer of(Uploads.Uploaded uploaded) {
    return new UploadAnswer(
        uploaded.policyName(),
        uploaded.version(),
        uploaded.applied(),
        uploaded.changes().stream().map(Change::toString).toList(),
        FindingAnswer.all(uploaded.findings()),
        ArrivalAnswer.all(uploaded.arrived().servers()),
        uploaded.arrived().unfit().stream().map(UnfitAnswer::of).toList());
  }
}
