package ai.preloop.policies.output;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.OutputRule;
import ai.preloop.policies.documents.OutputRule.Measure;
import ai.preloop.policies.documents.OutputRule.OnInjection;
import ai.preloop.policies.functions.RegexMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/** A rule for output, ready to run. */
sealed interface Check {

  @Nullable String description();

  /** Who is asked; null where it does not ask, and where it is not known who. */
  default @Nullable ApprovalWorkflow asked() {
    return null;
  }

  record Fields(
      List<JsonPointer> places,
      Measure measure,
      @Nullable String description,
      @Nullable ApprovalWorkflow asked)
      implements Check {

    public Fields {
      places = List.copyOf(places);
    }
  }

  record Matching(
      Search search,
      Measure measure,
      @Nullable String description,
      @Nullable ApprovalWorkflow asked)
      implements Check {}

  record Cap(int maxBytes, @Nullable String description) implements Check {}

  record Injection(OnInjection then, @Nullable String description) implements Check {}

  static Check of(OutputRule rule, @Nullable ApprovalWorkflow asked) {
    return switch (rule) {
      case OutputRule.Fields fields ->
          new Fields(
              fields.pointers().stream().map(JsonPointer::compile).toList(),
              fields.measure(),
              fields.description(),
              asked);
      case OutputRule.Matching matching ->
          new Matching(
              Search.of(RegexMatch.compile(matching.pattern())),
              matching.measure(),
              matching.description(),
              asked);
      case OutputRule.Cap cap -> new Cap(cap.maxBytes(), cap.description());
      case OutputRule.Injection injection ->
          new Injection(injection.then(), injection.description());
    };
  }
}
