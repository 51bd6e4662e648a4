package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.policy.Findings.Strictness;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Style;
import ai.preloop.cli.terminal.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says everything that is wrong with policy documents. */
@Command(
    name = "validate",
    description = "Check policy documents and say everything that is wrong with them.",
    footer = {
      "",
      "With a server the names in a document are checked against what the server knows; without",
      "one, or with --offline, the document is checked alone. What another document of the same",
      "run brings is not missing.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} policy validate policy.yaml",
      "  ${ROOT-COMMAND-NAME} policy validate --strict policies/",
      "  ${ROOT-COMMAND-NAME} policy validate --offline - < policy.yaml"
    })
final class ValidatePolicy implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, folders, or - for input.")
  private List<String> files = List.of();

  @Option(names = "--offline", description = "Check without asking a server.")
  private boolean offline;

  @Option(names = "--strict", description = "Take warnings for errors.")
  private boolean strict;

  ValidatePolicy(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var batch = Batch.of(files, invocation.shell()).ofDifferentOwners();
    var settings = invocation.settings();
    boolean alone = offline || settings.configured().isEmpty();
    Checker checker =
        alone ? new Checker.Offline(invocation.shell()) : new Checker.Online(settings.server());
    var all = checker.check(batch);
    report(invocation.screen(), all);
    return all.stream().allMatch(findings -> findings.hold(strictness())) ? 0 : 1;
  }

  private void report(Screen screen, List<Findings> all) {
    if (screen.answer(Json.of(Map.of("items", all.stream().map(this::answer).toList())))) {
      return;
    }
    for (Findings findings : all) {
      findings.print(screen);
      if (findings.hold(strictness())) {
        screen.line(
            Text.line(findings.source().title()) + " " + screen.paint(Style.GREEN, "is valid"));
      }
    }
  }

  private Map<String, Object> answer(Findings findings) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("file", findings.source().title());
    answer.put("valid", findings.hold(strictness()));
    answer.put("findings", new ArrayList<>(findings.found()));
    return answer;
  }

  private Strictness strictness() {
    return Strictness.when(strict);
  }
}
