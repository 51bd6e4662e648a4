package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Author;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "nothing else. Files may hold several, as an export does: they come in force together, in one",
      "version, or none of them does, and may use what the others bring.",
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
      names = "--force",
      description = "Take what other owners hold and these documents claim out of theirs.")
  private boolean force;

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
    var sources = Batch.of(files, invocation.shell()).ofDifferentOwners().sources();
    var submission = new Submission(author.signIn(), "/policies/upload", query());
    var answer = sent(submission, sources);
    new UploadReport(invocation.screen(), dryRun).print(answer);
    if (!answer.isTaken()) {
      tell("Not applied: %s.", sources);
    }
    return answer.isTaken() ? 0 : 1;
  }

  private Map<String, String> query() {
    var query = new LinkedHashMap<String, String>();
    query.put("dry_run", Boolean.toString(dryRun));
    if (strict) {
      query.put("strict", "true");
    }
    if (force) {
      query.put("force", "true");
    }
    if (expected != null) {
      query.put("expected_version", expected.toString());
    }
    return query;
  }

  private Submission.Answer sent(Submission submission, List<PolicySource> sources) {
    try {
      return submission.send(sources);
    } catch (ProblemException e) {
      tell(
          Server.isUnknown(e)
              ? "Perhaps applied, `preloop policy versions` says it: %s."
              : "Not applied: %s.",
          sources);
      throw e;
    }
  }

  private void tell(String outcome, List<PolicySource> sources) {
    if (!dryRun) {
      var titles = sources.stream().map(source -> Text.line(source.title())).toList();
      invocation.screen().note(outcome.formatted(String.join(", ", titles)));
    }
  }
}
