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
    List<FindingAnswer> findings) {

  static UploadAnswer of(Uploads.Uploaded uploaded) {
    return new UploadAnswer(
        uploaded.policyName(),
        uploaded.version(),
        uploaded.applied(),
        uploaded.changes().stream().map(Change::toString).toList(),
        FindingAnswer.all(uploaded.findings()));
  }
}
