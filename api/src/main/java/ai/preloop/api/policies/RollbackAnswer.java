package ai.preloop.api.policies;

import ai.preloop.activities.policies.Rollbacks.RolledBack;
import ai.preloop.policies.ownership.Change;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What returning to a version did; {@code version} is the one in force afterwards. */
@Schema(name = "PolicyRollback")
record RollbackAnswer(
    int version,
    boolean applied,
    List<String> changes,
    @Schema(
            description =
                "What the old documents name and the account does not have any more, as findings"
                    + " of theirs. It keeps nobody from returning.")
        List<UnfitAnswer> unfit,
    @Schema(description = "The servers that it brought back, asked for their tools.")
        List<ArrivalAnswer> servers) {

  static RollbackAnswer of(RolledBack back) {
    return new RollbackAnswer(
        back.version(),
        back.applied(),
        back.changes().stream().map(Change::toString).toList(),
        back.unfit().stream().map(UnfitAnswer::of).toList(),
        ArrivalAnswer.all(back.servers()));
  }
}
