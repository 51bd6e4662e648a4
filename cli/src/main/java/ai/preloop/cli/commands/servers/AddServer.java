package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
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
      "  preloop servers add tickets https://tickets.example.com/mcp --scan",
      "  preloop servers add github https://mcp.example.com --auth-type bearer --secret-stdin < token"
    })
final class AddServer implements Callable<Integer> {

  private final Invocation invocation;
  @Mixin private final Person person;

  @Parameters(paramLabel = "NAME", description = "The name that policies use for it.")
  private String name = "";

  @Parameters(paramLabel = "URL", description = "Its streamable HTTP endpoint.")
  private String serverUrl = "";

  @Option(
      names = "--auth-type",
      paramLabel = "TYPE",
      description = "How Preloop signs in to it: none (default), bearer or api_key.")
  private AuthType authType = AuthType.none;

  @Option(
      names = "--secret-stdin",
      description = "Read the credential from standard input, so that no list of processes has it.")
  private boolean secretOnInput;

  @Option(names = "--scan", description = "Scan it for tools at once.")
  private boolean scan;

  AddServer(Invocation invocation) {
    this.invocation = invocation;
    person = new Person(invocation);
  }

  /** The values of {@code auth_type} on the wire. */
  enum AuthType {
    none,
    bearer,
    api_key
  }

  @Override
  public Integer call() throws IOException {
    var screen = invocation.screen();
    var body = body();
    var server = person.signIn();
    JsonNode added = server.post("/mcp-servers", body).body();
    var answer = new LinkedHashMap<String, JsonNode>(Map.of("server", added));
    var report = scan ? ScanReport.of(server, ServerNames.path(added)) : null;
    if (report != null) {
      answer.put("scan", report.found());
    }
    if (!screen.answer(Json.of(answer))) {
      screen.line("Added " + Text.line(name) + ".");
      if (report == null) {
        screen.line("Scan it with `preloop servers scan " + Text.line(name) + "`.");
      } else {
        report.print(screen);
      }
    }
    return 0;
  }

  private JsonNode body() throws IOException {
    var body = new LinkedHashMap<String, Object>();
    body.put("name", name);
    body.put("url", serverUrl);
    body.put("transport", "streamable-http");
    body.put("auth_type", authType.name());
    if (authType != AuthType.none) {
      body.put("auth_config", Map.of(authType == AuthType.bearer ? "token" : "api_key", secret()));
    }
    return Json.of(body);
  }

  private String secret() throws IOException {
    if (!secretOnInput) {
      throw new UsageException(
          "--auth-type " + authType + " needs the credential: give it with --secret-stdin.");
    }
    var secret = new String(invocation.shell().in().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (secret.isEmpty()) {
      throw new UsageException("Standard input was empty; the credential is expected there.");
    }
    return secret;
  }
}
