package ai.preloop.api.policies;

import ai.preloop.activities.policies.PolicyDiff;
import ai.preloop.activities.policies.WaitingCalls.Effect;
import ai.preloop.policies.ownership.Difference;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What uploading a document would do; {@code version} is the one it was compared with. */
@Schema(name = "PolicyDiff")
public record DiffAnswer(
    String policyName,
    int version,
    List<String> changes,
    List<EntryAnswer> entries,
    @Schema(description = "With force: what it would take out of the documents of other owners.")
        @JsonInclude(Include.NON_EMPTY)
        List<OwnedAnswer> taken,
    int waitingTotal,
    int waitingJudged,
    List<EffectAnswer> waiting,
    List<FindingAnswer> findings) {

  public static DiffAnswer of(PolicyDiff diff) {
    OwnedAnswer only = OwnedAnswer.of(diff.documents().getFirst());
    return new DiffAnswer(
        only.policyName(),
        diff.version(),
        only.changes(),
        only.entries(),
        diff.taken().stream().map(OwnedAnswer::of).toList(),
        diff.waiting().open(),
        diff.waiting().judged(),
        EffectAnswer.all(diff),
        only.findings());
  }

  /** The same of several documents, in the order of the files. */
  @Schema(name = "PolicyBatchDiff")
  record Batch(
      int version,
      List<OwnedAnswer> documents,
      @JsonInclude(Include.NON_EMPTY) List<OwnedAnswer> taken,
      int waitingTotal,
      int waitingJudged,
      List<EffectAnswer> waiting) {

    static Batch of(PolicyDiff diff) {
      return new Batch(
          diff.version(),
          diff.documents().stream().map(OwnedAnswer::of).toList(),
          diff.taken().stream().map(OwnedAnswer::of).toList(),
          diff.waiting().open(),
          diff.waiting().judged(),
          EffectAnswer.all(diff));
    }
  }

  /** What would become of one owner's document. */
  @Schema(name = "PolicyDiffDocument")
  record OwnedAnswer(
      String policyName,
      List<String> changes,
      List<EntryAnswer> entries,
      List<FindingAnswer> findings) {

    static OwnedAnswer of(PolicyDiff.Owned owned) {
      return new OwnedAnswer(
          owned.policyName(),
          owned.differences().stream().map(each -> each.change().toString()).toList(),
          owned.differences().stream().map(EntryAnswer::of).toList(),
          FindingAnswer.all(owned.findings()));
    }
  }

  /** One entry, as YAML before and after; the layout is comments, order and spelling. */
  @Schema(name = "PolicyDiffEntry")
  @JsonInclude(Include.NON_NULL)
  record EntryAnswer(
      @Schema(allowableValues = {"added", "changed", "removed"}) String kind,
      String part,
      String key,
      @Nullable String before,
      @Nullable String after) {

    static EntryAnswer of(Difference difference) {
      return new EntryAnswer(
          word(difference.change().kind()),
          word(difference.change().part()),
          difference.change().key(),
          difference.before(),
          difference.after());
    }
  }

  /** What becomes of a call that waits for a decision now. */
  @Schema(name = "PolicyDiffWaiting")
  record EffectAnswer(
      UUID id,
      String server,
      String toolName,
      String requestedBy,
      Instant deadline,
      @Schema(
              allowableValues = {
                "would_be_denied",
                "would_be_allowed",
                "would_need_other_workflow",
                "unreadable"
              })
          String effect,
      String sentence) {

    static List<EffectAnswer> all(PolicyDiff diff) {
      return diff.waiting().effects().stream().map(EffectAnswer::of).toList();
    }

    private static EffectAnswer of(Effect effect) {
      return new EffectAnswer(
          effect.approval(),
          effect.server(),
          effect.tool(),
          effect.requestedBy(),
          effect.deadline(),
          word(effect.kind()),
          effect.sentence());
    }
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
