package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.policy.Findings.Strictness;
import ai.preloop.cli.commands.policy.Submission.Answer;
import ai.preloop.cli.commands.policy.Submission.Part;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Option(
      names = "--force",
      description = "Show what apply --force would do, also to the documents of other owners.")
  private boolean force;

  @Option(names = "--exit-code", description = "End with 1 where something differs.")
  private boolean exitCode;

  DiffPolicy(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var sources = Batch.of(files, invocation.shell()).ofDifferentOwners().sources();
    Map<String, String> query = force ? Map.of("force", "true") : Map.of();
    var answer = new Submission(invocation.server(), "/policies/diff", query).send(sources);
    report(invocation.screen(), answer);
    return answer.isTaken() && !(exitCode && differs(answer)) ? 0 : 1;
  }

  private static boolean differs(Answer answer) {
    return answer.parts().stream().anyMatch(part -> !part.answer().path("changes").isEmpty());
  }

  private static void report(Screen screen, Answer answer) {
    if (screen.answer(answer.named(answer.parts().stream().map(DiffPolicy::named).toList()))) {
      return;
    }
    for (Part part : answer.parts()) {
      part.findings().print(screen);
      if (answer.isTaken()) {
        view(screen, part.source().title()).print(part.answer(), answer.whole());
      } else if (!part.findings().hold(Strictness.USUAL)) {
        screen.line(
            Text.line(part.source().title())
                + ": it is not valid, so there is nothing to compare.");
      }
    }
    answer.taken().forEach(each -> view(screen, "taken").print(each, answer.whole()));
    view(screen, "").waiting(answer.whole(), differs(answer));
  }

  private static DiffView view(Screen screen, String title) {
    return new DiffView(screen, Text.line(title));
  }

  private static Map<String, Object> named(Part part) {
    var named = new LinkedHashMap<String, Object>(Map.of("file", part.source().title()));
    part.answer().propertyStream().forEach(member -> named.put(member.getKey(), member.getValue()));
    named.put("findings", part.findings().found());
    return named;
  }
}
