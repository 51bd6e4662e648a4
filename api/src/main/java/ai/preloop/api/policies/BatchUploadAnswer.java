package ai.preloop.api.policies;

import ai.preloop.activities.policies.Uploaded;
import ai.preloop.api.policies.UploadAnswer.OutcomeAnswer;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What uploading several documents in one version did, in the order of the files. */
@Schema(name = "PolicyBatchUpload")
record BatchUploadAnswer(
    int version,
    @Schema(description = "False after a dry run, and when nothing differs.") boolean applied,
    List<OutcomeAnswer> documents,
    @Schema(description = "With force: what they took out of the documents of other owners.")
        @JsonInclude(Include.NON_EMPTY)
        List<OutcomeAnswer> taken,
    @Schema(description = "The servers that they brought, asked for their tools.")
        List<ArrivalAnswer> servers,
    @Schema(description = "What does not fit the tools of those servers, as a scan says it.")
        List<UnfitAnswer> unfit) {

  static BatchUploadAnswer of(Uploaded uploaded) {
    return new BatchUploadAnswer(
        uploaded.version(),
        uploaded.applied(),
        uploaded.documents().stream().map(OutcomeAnswer::of).toList(),
        uploaded.taken().stream().map(OutcomeAnswer::of).toList(),
        ArrivalAnswer.all(uploaded.arrived().servers()),
        uploaded.arrived().unfit().stream().map(UnfitAnswer::of).toList());
  }
}
