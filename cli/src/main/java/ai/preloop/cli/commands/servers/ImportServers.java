package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Puts the servers of a client's own configuration behind Preloop. */
@Command(
    name = "import",
    description =
        "Put the servers of a client's configuration behind Preloop (asks for a password).",
    footer = {
      "",
      "FILE is JSON with mcpServers (Claude Code and Desktop, Cursor, Gemini CLI) or servers (VS",
      "Code). Servers that listen are registered, and a header's credential goes into the secret",
      "store. Programs are named with what an operator sets for each. No credential is printed.",
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
  private record Outcome(ClientEntry entry, String status, String detail, boolean failed) {}

  @Override
  public Integer call() {
    List<ClientEntry> entries = entries();
    boolean signsIn = !dryRun && entries.stream().anyMatch(ClientEntry.Listening.class::isInstance);
    @Nullable Server server = signsIn ? person.signIn() : null;
    List<Outcome> outcomes = entries.stream().map(each -> outcome(server, each)).toList();
    print(outcomes);
    return outcomes.stream().anyMatch(Outcome::failed) ? 1 : 0;
  }

  private List<ClientEntry> entries() {
    JsonNode read = read();
    JsonNode servers = read.has("mcpServers") ? read.path("mcpServers") : read.path("servers");
    if (!servers.isObject()) {
      throw new UsageException("The file has neither mcpServers nor servers.");
    }
    var entries = new ArrayList<ClientEntry>();
    servers
        .properties()
        .forEach(each -> entries.add(ClientEntry.of(each.getKey(), each.getValue())));
    return entries;
  }

  private JsonNode read() {
    try {
      return Json.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UsageException("The file %s cannot be read.".formatted(Text.line(file.toString())));
    }
  }

  private Outcome outcome(@Nullable Server server, ClientEntry entry) {
    return switch (entry) {
      case ClientEntry.LeftOut(String name, String why) ->
          new Outcome(entry, "left out", why, true);
      case ClientEntry.Program program ->
          new Outcome(
              entry, "program", String.join("\n", new ProgramSettings(program).lines()), false);
      case ClientEntry.Listening listening -> registered(server, listening);
    };
  }

  private static Outcome registered(@Nullable Server server, ClientEntry.Listening entry) {
    String how = entry.transport() + ", auth " + entry.authType();
    if (server == null) {
      return new Outcome(entry, "to add", how, false);
    }
    try {
      server.post("/mcp-servers", entry.body());
      return new Outcome(entry, "added", how, false);
    } catch (ProblemException e) {
      return new Outcome(entry, "not added", e.detail(), true);
    }
  }

  private void print(List<Outcome> outcomes) {
    var screen = invocation.screen();
    if (screen.answer(Json.of(Map.of("servers", outcomes.stream().map(this::told).toList())))) {
      return;
    }
    outcomes.forEach(each -> {
      String name = Text.line(each.entry().name());
      if (each.entry() instanceof ClientEntry.Program program) {
        screen.line(name + ": a program; its operator sets, where Preloop runs:");
        new ProgramSettings(program).lines().forEach(line -> screen.line("  " + Text.line(line)));
        screen.line("  and then: `" + adding(program) + "`");
      } else {
        screen.line(name + ": " + each.status() + " (" + Text.lines(each.detail()) + ")");
      }
    });
  }

  private String adding(ClientEntry.Program program) {
    return invocation
        .shell()
        .command(
            "servers add %s --command %s --scan"
                .formatted(Text.word(program.name()), new ProgramSettings(program).command()));
  }

  private Map<String, String> told(Outcome outcome) {
    var told = new LinkedHashMap<String, String>();
    told.put("name", outcome.entry().name());
    told.put("status", outcome.status());
    told.put("detail", outcome.detail());
    return told;
  }
}
