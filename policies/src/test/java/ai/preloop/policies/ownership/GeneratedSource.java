package ai.preloop.policies.ownership;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The sources of documents that are made from one seed; what has one owner is named after it. */
record GeneratedSource(Random random) {

  private static final List<String> EXPRESSIONS =
      List.of("args.x == 1", "args.x > 2", "args.missing == 1", "tool.name == 'bash'", "''");
  private static final List<String> NAMES = List.of("bash", "ba*", "'*'", "cat", "c*");

  String of(String owner) {
    return "version: '1.0'\nmetadata: { name: %s, author: %s }\n".formatted(owner, word())
        + "approval_workflows: [ { name: of-%1$s, approver_users: [ana] }, { name: more-%1$s } ]\n"
            .formatted(owner)
        + "tools:\n"
        + entries(owner, "  ")
        + "subjects:\n  - type: api_key\n    name: nightly-job\n    tools:\n"
        + entries(owner, "      ")
        + (random.nextBoolean() ? "# " + word() + "\n" : "");
  }

  /** The same with one line less, if there is one that can be left out, or one more. */
  String edited(String source) {
    var lines = new ArrayList<>(source.lines().toList());
    var spare = lines.stream().filter(line -> line.contains("conditions:")).toList();
    if (spare.isEmpty() || random.nextBoolean()) {
      lines.add("# " + word());
    } else {
      lines.remove(pick(spare));
    }
    return String.join("\n", lines) + "\n";
  }

  private String entries(String owner, String indent) {
    return NAMES.stream()
        .filter(_ -> random.nextBoolean())
        .map(name -> indent + "- " + entry(name, owner) + "\n")
        .collect(Collectors.joining("", "", indent + "- { name: always, source: mcp }\n"));
  }

  private String entry(String name, String owner) {
    return "{ name: %s%s%s, conditions: [ %s ]%s }"
        .formatted(
            name,
            maybe(() -> ", source: " + pick(List.of("mcp", "shell"))),
            maybe(() -> ", approval_workflow: " + workflow(owner)),
            IntStream.range(0, random.nextInt(4))
                .mapToObj(_ -> rule(owner))
                .collect(Collectors.joining(", ")),
            maybe(() -> ", otherwise: " + action()));
  }

  private String rule(String owner) {
    return "{ expression: \"%s\", action: %s%s%s%s }"
        .formatted(
            pick(EXPRESSIONS).replace("''", ""),
            action(),
            maybe(() -> ", approval_workflow: " + workflow(owner)),
            maybe(() -> ", overridable: true"),
            maybe(() -> ", mode: shadow"));
  }

  private String workflow(String owner) {
    return pick(List.of("of-", "more-")) + owner;
  }

  private String action() {
    return pick(List.of("allow", "deny", "require_approval"));
  }

  private String word() {
    return "word-" + random.nextInt(3);
  }

  private String maybe(Supplier<String> text) {
    return random.nextBoolean() ? text.get() : "";
  }

  <T> T pick(List<T> values) {
    return Objects.requireNonNull(values.get(random.nextInt(values.size())));
  }
}
