package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.policy.Findings.Strictness;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Says what applying documents would change. */
@Command(
    name = "diff",
    description = "Show what applying documents would change, line by line.",
    footer = {
      "",
      "Nothing changes. It also says what would become of the calls that wait for a decision now.",
      "With --exit-code it ends with 1 where anything differs, to notice drift.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} policy diff policy.yaml",
      "  ${ROOT-COMMAND-NAME} policy diff --exit-code policies/"
    })
final class DiffPolicy implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, folders, or - for input.")
  private List<String> files = List.of();

  @Option(names = "--exit-code", description = "End with 1 where something differs.")
  private boolean exitCode;

  DiffPolicy(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var batch = Batch.of(files, invocation.shell()).ofDifferentOwners();
    var submission = new Submission(invocation.server(), "/policies/diff");
    var all =
        batch.sources().stream()
            .map(source -> new Difference(batch, source, submission.send(source)))
            .toList();
    report(invocation.screen(), all);
    boolean fails = all.stream().anyMatch(each -> !each.isKnown() || (exitCode && each.isThere()));
    return fails ? 1 : 0;
  }

  private static void report(Screen screen, List<Difference> all) {
    if (!screen.answer(Json.of(Map.of("items", all.stream().map(Difference::named).toList())))) {
      all.forEach(each -> each.print(screen));
    }
  }

  /** What came back for one document. */
  private record Difference(Batch batch, PolicySource source, JsonNode answer) {

    boolean isKnown() {
      return findings().hold(Strictness.USUAL);
    }

    /** A document that waits for another one is not in force. */
    boolean isThere() {
      return !answer.has("policy_name") || !answer.path("changes").isEmpty();
    }

    Map<String, Object> named() {
      var named = new LinkedHashMap<String, Object>(Map.of("file", source.title()));
      answer.propertyStream().forEach(member -> named.put(member.getKey(), member.getValue()));
      named.put("findings", findings().found());
      return named;
    }

    void print(Screen screen) {
      findings().print(screen);
      if (answer.has("policy_name")) {
        new DiffView(screen, Text.line(source.title())).print(answer);
      } else {
        String known = ": what it would change is known once what it uses is applied.";
        screen.line(
            Text.line(source.title())
                + (isKnown() ? known : ": it is not valid, so there is nothing to compare."));
      }
    }

    private Findings findings() {
      return batch.findings(source, answer);
    }
  }
}
