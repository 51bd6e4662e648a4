package ai.preloop.api.servers;

import ai.preloop.activities.policies.CheckedScans;
import ai.preloop.activities.servers.Catalog;
import ai.preloop.activities.servers.Scanning;
import ai.preloop.api.policies.UnfitAnswer;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What a scan found, by the names that the server gave its tools. */
@Schema(name = "McpServerScan")
record ScanAnswer(
    @Schema(description = "How many tools the server lists.") int tools,
    @Schema(description = "Not listed at the scan before.") List<String> added,
    @Schema(description = "Defined otherwise than at the scan before.") List<String> changed,
    @Schema(description = "Listed at the scan before, and not any more.") List<String> removed,
    @Schema(
            description =
                "Nobody accepted them as they are now, whichever scan saw it first: their state is"
                    + " new or changed.")
        List<String> unaccepted,
    @Schema(description = "Their definitions cannot be used, so they are not there.")
        List<String> refused,
    @Schema(
            description =
                "Their schemas cannot be used to check arguments, so that the policy's on_error"
                    + " holds for each call.")
        List<String> unchecked,
    @Schema(
            description =
                "Their definitions have characters that a person does not see, or words that read like"
                    + " instructions to an agent.")
        List<String> suspicious,
    @Schema(
            description =
                "Shown to agents by another name, because a tool that came before has theirs.")
        List<RenamedAnswer> renamed,
    @Schema(
            description =
                "Rules of the policy in force that do not fit the tools any more, as findings of"
                    + " their documents. They go on with types that nobody knows.")
        List<UnfitAnswer> unfit) {

  static ScanAnswer of(CheckedScans.Checked checked) {
    Scanning.Found found = checked.found();
    return new ScanAnswer(
        found.scan().tools(),
        found.scan().added(),
        found.scan().changed(),
        found.scan().removed(),
        found.unaccepted(),
        found.refused(),
        found.unchecked(),
        found.suspicious(),
        found.renamed().stream().map(RenamedAnswer::of).toList(),
        checked.unfit().stream().map(UnfitAnswer::of).toList());
  }

  /** A tool as its server calls it, and the name that agents call. */
  @Schema(name = "RenamedTool")
  record RenamedAnswer(String tool, String name) {

    static RenamedAnswer of(Catalog.Renamed renamed) {
      return new RenamedAnswer(renamed.tool(), renamed.name());
    }
  }
}
