package ai.preloop.activities.dialects;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.policies.problems.ProblemException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names of members that bear on which model is asked, how, and for how much. Readers that do not
 * tell the cases of letters apart, as that of Go, would take such a name in another case for it, so
 * nothing but the name itself is taken.
 */
final class KnownNames {

  private static final List<String> OF_ALL =
      List.of(
          "model",
          "models",
          "stream",
          "stream_options",
          "include_usage",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens",
          "n",
          "best_of",
          "prediction",
          "messages",
          "input",
          "tools",
          "functions",
          "service_tier",
          "modalities",
          "speed",
          "generationConfig",
          "generation_config");

  /** Of a tool, by which another model is called. */
  private static final List<String> OF_TOOLS = List.of("type", "model");

  private static final Set<String> IN_ANY_CASE = inAnyCase();
  private static final Set<String> NAMES = Set.copyOf(IN_ANY_CASE);

  private KnownNames() {}

  /** Refuses tools that have what they call in another case. */
  static void checkTool(JsonSlice tool) {
    for (JsonSlice.Member member : tool.members()) {
      for (String known : OF_TOOLS) {
        if (known.equalsIgnoreCase(member.name()) && !known.equals(member.name())) {
          throw otherLetters(member.name());
        }
      }
    }
  }

  private static ProblemException otherLetters(String name) {
    return Refusal.because(
        "The name \"" + name + "\" is known in other letters; write it as it is documented.");
  }

  private static Set<String> inAnyCase() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(OF_ALL);
    names.addAll(OpenAiInput.OPENING);
    names.addAll(AnthropicInput.OPENING);
    return names;
  }

  /** Refuses an object that has one of them in another case. */
  static void check(JsonSlice object) {
    for (JsonSlice.Member member : object.members()) {
      String name = member.name();
      if (!NAMES.contains(name) && IN_ANY_CASE.contains(name)) {
        throw otherLetters(name);
      }
    }
  }
}
