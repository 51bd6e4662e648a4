package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.commands.servers.ClientFile.Found;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.documents.ServerSyntax;
import ai.preloop.policies.problems.ProblemException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the servers of a client's own configuration behind Preloop. */
@Command(
    name = "import",
    description =
        "Put the servers of a client's configuration behind Preloop (asks for a password).",
    footer = {
      "",
      "FILE is JSON, with comments or without, that has mcpServers (Claude Code with its projects,",
      "Claude Desktop, Cursor, Gemini CLI, Windsurf), servers (VS Code) or mcp (OpenCode, settings of",
      "VS Code). Servers that listen are registered, and a header's credential goes into the secret",
      "store. Programs are named with what an operator sets for each; what is disabled is skipped.",
      "No credential is printed.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} servers import .mcp.json --dry-run",
      "  ${ROOT-COMMAND-NAME} servers import ~/.cursor/mcp.json"
    })
final class ImportServers implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "FILE", description = "The client's configuration.")
  private Path file = Path.of("");

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  ImportServers(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  /** What came of one. */
  private record Outcome(Found found, String status, String detail, boolean failed) {

    String name() {
      String project = found.project().isEmpty() ? "" : " (of " + found.project() + ")";
      return Text.line(found.entry().name() + project);
    }
  }

  @Override
  public Integer call() {
    List<Found> servers = new ClientFile(file).servers();
    boolean signsIn =
        !dryRun && servers.stream().anyMatch(each -> each.entry() instanceof ClientEntry.Listening);
    @Nullable Server server = signsIn ? person.signIn() : null;
    Set<String> names = new HashSet<>();
    List<Outcome> outcomes = servers.stream().map(each -> outcome(server, each, names)).toList();
    print(outcomes);
    return outcomes.stream().anyMatch(Outcome::failed) ? 1 : 0;
  }

  private static Outcome outcome(@Nullable Server server, Found found, Set<String> names) {
    return switch (found.entry()) {
      case ClientEntry.LeftOut(String _, String why) -> new Outcome(found, "left out", why, true);
      case ClientEntry.SwitchedOff _ ->
          new Outcome(found, "skipped", "its client does not use it: it is disabled", false);
      case ClientEntry.Program program ->
          new Outcome(
              found, "program", String.join("\n", new ProgramSettings(program).lines()), false);
      case ClientEntry.Listening listening ->
          server == null ? tried(found, listening, names) : registered(server, found, listening);
    };
  }

  /** As far as it can be said without the server: it may have others of the name. */
  private static Outcome tried(Found found, ClientEntry.Listening entry, Set<String> names) {
    Optional<String> fault = ServerSyntax.faultOfName(entry.name());
    if (fault.isPresent()) {
      return new Outcome(found, "would be refused", fault.get(), true);
    }
    return names.add(entry.name())
        ? new Outcome(found, "to add", how(entry), false)
        : new Outcome(found, "would be refused", "one before it has the same name", true);
  }

  private static Outcome registered(Server server, Found found, ClientEntry.Listening entry) {
    try {
      server.post("/mcp-servers", entry.body());
      return new Outcome(found, "added", how(entry), false);
    } catch (ProblemException e) {
      return new Outcome(found, "not added", e.detail(), true);
    }
  }

  private static String how(ClientEntry.Listening entry) {
    return entry.transport() + ", auth " + entry.authType();
  }

  private void print(List<Outcome> outcomes) {
    var screen = invocation.screen();
    if (screen.answer(Json.of(Map.of("servers", outcomes.stream().map(this::told).toList())))) {
      return;
    }
    outcomes.forEach(each -> {
      if (each.found().entry() instanceof ClientEntry.Program program) {
        screen.line(each.name() + ": a program; its operator sets, where Preloop runs:");
        new ProgramSettings(program).lines().forEach(line -> screen.line("  " + Text.line(line)));
        screen.line("  and then: `" + adding(program) + "`");
      } else {
        screen.line(each.name() + ": " + each.status() + " (" + Text.lines(each.detail()) + ")");
      }
    });
  }

  private String adding(ClientEntry.Program program) {
    String command = new ProgramSettings(program).command();
    String name = ServerSyntax.faultOfName(program.name()).isEmpty() ? program.name() : command;
    return invocation
        .shell()
        .command("servers add %s --command %s --scan".formatted(Text.word(name), command));
  }

  private Map<String, String> told(Outcome outcome) {
    var told = new LinkedHashMap<String, String>();
    told.put("name", outcome.found().entry().name());
    if (!outcome.found().project().isEmpty()) {
      told.put("project", outcome.found().project());
    }
    told.put("status", outcome.status());
    told.put("detail", outcome.detail());
    return told;
  }
}
