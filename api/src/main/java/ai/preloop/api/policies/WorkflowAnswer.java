package ai.preloop.api.policies;

import ai.preloop.activities.policies.PolicyEntries.Owned;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An approval workflow; {@code entry} is what a PUT takes. */
@Schema(name = "ApprovalWorkflow")
@JsonInclude(Include.NON_NULL)
record WorkflowAnswer(
    UUID id,
    @Schema(description = "The metadata.name of its file, or console.") String owner,
    @Schema(description = "False where a file owns it.") boolean editable,
    @Schema(description = "The version in force, for expected_version.") int policyVersion,
    @Nullable Object name,
    @Schema(description = "The keys of approval_workflows[], as they are written.")
        Map<String, @Nullable Object> entry,
    List<FindingAnswer> findings) {

  static WorkflowAnswer of(Owned owned) {
    return new WorkflowAnswer(
        owned.entry().id(),
        owned.owner(),
        owned.editable(),
        owned.version(),
        owned.entry().written().get("name"),
        owned.entry().written(),
        FindingAnswer.all(owned.findings()));
  }
}
