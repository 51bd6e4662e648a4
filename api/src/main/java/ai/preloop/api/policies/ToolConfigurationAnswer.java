package ai.preloop.api.policies;

import ai.preloop.activities.policies.PolicyEntries.Owned;
import ai.preloop.policies.ownership.NamedEntry;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the policy says of a tool to everybody; {@code entry} is what a PUT takes. */
@Schema(name = "ToolConfiguration")
@JsonInclude(Include.NON_NULL)
record ToolConfigurationAnswer(
    UUID id,
    @Schema(description = "The metadata.name of its file, or console.") String owner,
    @Schema(description = "False where a file owns it.") boolean editable,
    @Schema(description = "The version in force, for expected_version.") int policyVersion,
    @Nullable Object name,
    @Nullable Object source,
    @Schema(description = "The keys of tools[], as they are written.")
        Map<String, @Nullable Object> entry,
    @Schema(description = "The conditions, in the order in which they are tried.")
        List<RuleAnswer> accessRules,
    List<FindingAnswer> findings) {

  static ToolConfigurationAnswer of(Owned owned) {
    NamedEntry entry = owned.entry();
    return new ToolConfigurationAnswer(
        entry.id(),
        owned.owner(),
        owned.editable(),
        owned.version(),
        entry.written().get("name"),
        entry.written().get("source"),
        entry.written(),
        entry.rules().stream().map(rule -> RuleAnswer.of(owned, rule)).toList(),
        FindingAnswer.all(owned.findings()));
  }

  /** One rule of a tool; {@code number} counts from 1, and {@code entry} is what a PUT takes. */
  @Schema(name = "AccessRule")
  record RuleAnswer(
      UUID id,
      UUID toolConfigurationId,
      int number,
      @Schema(description = "The version in force, for expected_version.") int policyVersion,
      @Schema(description = "The keys of conditions[], as they are written.") Object entry) {

    static RuleAnswer of(Owned owned, UUID rule) {
      int place = owned.entry().rules().indexOf(rule);
      return new RuleAnswer(
          rule,
          owned.entry().id(),
          place + 1,
          owned.version(),
          owned.entry().conditions().get(place));
    }
  }

  /** A rule that was written, and what there is to say of its tool's entry. */
  @Schema(name = "WrittenAccessRule")
  record WrittenRuleAnswer(
      UUID id,
      UUID toolConfigurationId,
      int number,
      int policyVersion,
      Object entry,
      List<FindingAnswer> findings) {

    static WrittenRuleAnswer of(Owned owned, UUID rule) {
      RuleAnswer written = RuleAnswer.of(owned, rule);
      return new WrittenRuleAnswer(
          rule,
          written.toolConfigurationId(),
          written.number(),
          written.policyVersion(),
          written.entry(),
          FindingAnswer.all(owned.findings()));
    }
  }
}
