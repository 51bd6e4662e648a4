package ai.preloop.api.servers;

import ai.preloop.policies.ownership.OwnedEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** An entry of the policy that names a server which nobody is any more. */
@Schema(name = "UnmatchedEntry")
record UnmatchedAnswer(
    @Schema(description = "The metadata.name of the document that has it.") String owner,
    @Schema(example = "bash (shell)") String entry) {

  static List<UnmatchedAnswer> all(List<OwnedEntry> entries) {
    return entries.stream().map(each -> new UnmatchedAnswer(each.owner(), each.entry())).toList();
  }

  /** What a removal with force left behind. */
  @Schema(name = "McpServerRemoval")
  record Removal(List<UnmatchedAnswer> unmatchedEntries) {}
}
