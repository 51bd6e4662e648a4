package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Puts an MCP server behind Preloop. */
@Command(
    name = "add",
    description = "Put an MCP server behind Preloop (asks for a password).",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} servers add tickets https://tickets.example.com/mcp --scan",
      "  ${ROOT-COMMAND-NAME} servers add files --command files --scan",
      "  ${ROOT-COMMAND-NAME} servers add github https://mcp.example.com/mcp --auth bearer --scan",
      "  ${ROOT-COMMAND-NAME} servers add tracker https://tracker.example.com/mcp --oauth",
      "  ${ROOT-COMMAND-NAME} servers add crm https://crm.example.com/mcp --auth api_key"
          + " --header X-Crm-Key --secret-stdin < key"
    })
final class AddServer implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;
  @Mixin private final ServerCredential credential = new ServerCredential();

  @Parameters(index = "0", paramLabel = "NAME", description = "The name that policies use for it.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "URL",
      arity = "0..1",
      description = "Where it listens; a program has --command in its place.")
  private @Nullable String serverUrl;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "How it is spoken to: streamable-http (the default) or sse.")
  private @Nullable String transport;

  @Option(
      names = "--command",
      paramLabel = "NAME",
      description = "Of a stdio server: the name that the operator gave the program.")
  private @Nullable String command;

  @Option(
      names = "--trusted",
      description = "Believe what it says of its tools: which only read, which may be repeated.")
  private boolean trusted;

  @Option(
      names = "--max-concurrency",
      paramLabel = "N",
      description = "How many calls may be under way there at once; more wait for their turn.")
  private @Nullable Integer maxConcurrency;

  @Option(names = "--scan", description = "Scan it for tools at once.")
  private boolean scan;

  AddServer(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  @Override
  public Integer call() {
    var body = body();
    var server = person.signIn();
    JsonNode added = server.post("/mcp-servers", body).body();
    return scan && !credential.isGranted() ? scanned(server, added) : added(added);
  }

  private int added(JsonNode added) {
    var screen = invocation.screen();
    if (!screen.answer(Json.of(Map.of("server", added)))) {
      screen.line("Added " + Text.line(name) + ".");
      screen.line(
          credential.isGranted()
              ? "Grant access to it with `" + granting() + "`."
              : "Scan it with `" + scanning() + "`.");
    }
    return 0;
  }

  private String granting() {
    return invocation.shell().command("servers authorize " + Text.line(name));
  }

  private int scanned(Server server, JsonNode added) {
    var screen = invocation.screen();
    try {
      var report = ScanReport.of(server, added);
      if (!screen.answer(Json.of(Map.of("server", added, "scan", report.found())))) {
        screen.line("Added " + Text.line(name) + ".");
        report.print(screen, invocation.shell());
      }
      return 0;
    } catch (ProblemException e) {
      return notScanned(screen, added, e.detail());
    }
  }

  /** The server is there all the same: said, so that nobody adds it again. */
  private int notScanned(Screen screen, JsonNode added, String why) {
    if (!screen.answer(Json.of(Map.of("server", added, "scan_error", why)))) {
      screen.line("Added " + Text.line(name) + ", but it could not be scanned:");
      screen.line("  " + Text.lines(why));
      screen.line("Agents see none of its tools yet. Once it answers, run `" + scanning() + "`;");
      screen.line(
          "if the address is wrong, `"
              + invocation.shell().command("servers remove " + Text.line(name))
              + "` and add it again.");
    }
    return 1;
  }

  private String scanning() {
    return invocation.shell().command("servers scan " + Text.line(name));
  }

  private Map<String, String> place() {
    if ((serverUrl == null) == (command == null)) {
      throw new UsageException("Give the server's URL or, where it is a program, its --command.");
    }
    return serverUrl == null
        ? Map.of("transport", "stdio", "command", String.valueOf(command))
        : Map.of(
            "transport",
            Objects.requireNonNullElse(transport, "streamable-http"),
            "url",
            serverUrl);
  }

  private JsonNode body() {
    var body = new LinkedHashMap<String, Object>();
    body.put("name", name);
    body.putAll(place());
    body.putAll(credential.members(Text.line(name), invocation.shell()));
    if (trusted) {
      body.put("trusted", true);
    }
    if (maxConcurrency != null) {
      body.put("max_concurrency", maxConcurrency);
    }
    return Json.of(body);
  }
}
