package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.commands.policy.Findings.Strictness;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Makes policy documents the policy. */
@Command(
    name = "apply",
    description = "Make policy documents the policy (asks for a password).",
    footer = {
      "",
      "A document replaces all that the document of the same metadata.name brought before, and",
      "nothing else. Several are applied in order; the first that is not valid ends it.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} policy apply --dry-run policy.yaml",
      "  ${ROOT-COMMAND-NAME} policy apply policies/",
      "  generate-policy | ${ROOT-COMMAND-NAME} policy apply -"
    })
final class ApplyPolicy implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files, folders, or - for input.")
  private List<String> files = List.of();

  @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
  private boolean dryRun;

  @Option(names = "--strict", description = "Take warnings for errors.")
  private boolean strict;

  ApplyPolicy(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var sources = PolicySource.of(files, invocation.shell());
    var server = person.signIn();
    for (PolicySource source : sources) {
      if (!apply(server, source)) {
        invocation.screen().note(Text.line(source.name()) + " was not applied.");
        return 1;
      }
    }
    return 0;
  }

  /** With {@code --strict} a dry run comes first, because the server lets warnings pass. */
  private boolean apply(Server server, PolicySource source) {
    if (strict && !dryRun) {
      JsonNode rehearsed = upload(server, source, "?dry_run=true");
      if (!holds(source, rehearsed)) {
        return report(source, rehearsed);
      }
    }
    return report(source, upload(server, source, dryRun ? "?dry_run=true" : "?dry_run=false"));
  }

  /** The server's answer; for a document that it refuses, the refusal with its findings. */
  private static JsonNode upload(Server server, PolicySource source, String query) {
    try {
      var path = "/policies/upload" + query;
      return server.post(path, source.contentType(), source.bytes()).body();
    } catch (ProblemException e) {
      if (e.extensions().get("problem") instanceof JsonNode problem && problem.has("findings")) {
        return problem;
      }
      throw e;
    }
  }

  private boolean holds(PolicySource source, JsonNode answer) {
    return Findings.of(source, answer).hold(Strictness.when(strict));
  }

  private boolean report(PolicySource source, JsonNode answer) {
    var screen = invocation.screen();
    if (!screen.answer(answer)) {
      Findings.of(source, answer).print(screen);
      if (answer.has("policy_name")) {
        changes(screen, answer);
      }
    }
    return holds(source, answer);
  }

  private void changes(Screen screen, JsonNode answer) {
    String name = Json.words(answer, "policy_name");
    JsonNode changes = answer.path("changes");
    if (changes.isEmpty()) {
      screen.line(name + ": nothing to change; version " + Json.words(answer, "version") + ".");
      return;
    }
    shown(changes).forEach(change -> screen.line("  " + change));
    screen.line(
        dryRun
            ? name + ": a dry run; nothing was changed."
            : name + ": applied as version " + Json.words(answer, "version") + ".");
  }

  /** What a document says of itself is worth a line only where nothing else changed. */
  private static List<String> shown(JsonNode changes) {
    var all = changes.valueStream().map(ApplyPolicy::words).toList();
    var weighty = all.stream().filter(change -> !change.matches("\\w+ (metadata|layout)")).toList();
    return weighty.isEmpty() ? all : weighty;
  }

  /** {@code added tool bash}, whether it comes as a sentence or in its parts. */
  private static String words(JsonNode change) {
    return change.isObject()
        ? String.join(" ", change.valueStream().map(Json::words).toList())
        : Json.words(change);
  }
}
