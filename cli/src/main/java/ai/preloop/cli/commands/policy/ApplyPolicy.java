package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.Author;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.policy.Findings.Strictness;
import ai.preloop.cli.commands.policy.Upload.Result;
import ai.preloop.cli.terminal.Text;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes policy documents the policy. */
@Command(
    name = "apply",
    description = "Make policy documents the policy (asks for a password).",
    footer = {
      "",
      "A document replaces all that the document of the same metadata.name brought before, and",
      "nothing else. Files may hold several, as an export does. All are checked before the first is",
      "applied; one that uses what another brings is applied after it.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} policy apply --dry-run policy.yaml",
      "  ${ROOT-COMMAND-NAME} policy apply policies/ --expect-version 12",
      "  generate-policy | ${ROOT-COMMAND-NAME} policy apply -"
    })
final class ApplyPolicy implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Author author;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, folders, or - for input.")
  private List<String> files = List.of();

  @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
  private boolean dryRun;

  @Option(names = "--strict", description = "Take warnings for errors.")
  private boolean strict;

  @Option(
      names = "--expect-version",
      paramLabel = "N",
      description = "Only where version N is in force still.")
  private @Nullable Integer expected;

  ApplyPolicy(Invocation invocation) {
    this.invocation = invocation;
    author = new Author(invocation);
  }

  @Override
  public Integer call() {
    var batch = Batch.of(files, invocation.shell()).ofDifferentOwners();
    var upload = new Upload(author.signIn(), batch, Strictness.when(strict));
    var rollout = new Rollout(upload, expected);
    var report = new UploadReport(invocation.screen());
    if (dryRun) {
      List<Result> rehearsed = rollout.rehearse();
      report.rehearsed(rehearsed);
      return hold(rehearsed) ? 0 : 1;
    }
    return isReady(rollout, report) ? applied(rollout, report) : 1;
  }

  /** The server lets warnings pass, and knows nothing of the documents that are still to come. */
  private boolean isReady(Rollout rollout, UploadReport report) {
    if (rollout.waiting().size() == 1 && !strict) {
      return true;
    }
    List<Result> rehearsed = rollout.rehearse();
    boolean ready = hold(rehearsed);
    if (!ready) {
      report.refused(rehearsed);
      notApplied(rollout);
    }
    return ready;
  }

  /** What was applied is told even where the next one failed. */
  private int applied(Rollout rollout, UploadReport report) {
    Optional<Result> refused = Optional.empty();
    try {
      refused = rollout.run();
    } finally {
      report.applied(rollout.applied(), refused);
      notApplied(rollout);
    }
    return refused.isEmpty() ? 0 : 1;
  }

  private void notApplied(Rollout rollout) {
    var titles = rollout.waiting().stream().map(source -> Text.line(source.title())).toList();
    switch (titles.size()) {
      case 0 -> {}
      case 1 -> invocation.screen().note(titles.getFirst() + " was not applied.");
      default -> invocation.screen().note("Not applied: " + String.join(", ", titles) + ".");
    }
  }

  private static boolean hold(List<Result> results) {
    return results.stream().allMatch(Result::holds);
  }
}
