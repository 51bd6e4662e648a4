package ai.preloop.policies.output;

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

  record Fields(List<JsonPointer> places, Measure measure, @Nullable String description)
      implements Check {

    public Fields {
      places = List.copyOf(places);
    }
  }

  record Matching(Search search, Measure measure, @Nullable String description) implements Check {}

  record Cap(int maxBytes, @Nullable String description) implements Check {}

  record Injection(OnInjection then, @Nullable String description) implements Check {}

  static Check of(OutputRule rule) {
    return switch (rule) {
      case OutputRule.Fields fields ->
          new Fields(
              fields.pointers().stream().map(JsonPointer::compile).toList(),
              fields.measure(),
              fields.description());
      case OutputRule.Matching matching ->
          new Matching(
              Search.of(RegexMatch.compile(matching.pattern())),
              matching.measure(),
              matching.description());
      case OutputRule.Cap cap -> new Cap(cap.maxBytes(), cap.description());
      case OutputRule.Injection injection ->
          new Injection(injection.then(), injection.description());
    };
  }
}
