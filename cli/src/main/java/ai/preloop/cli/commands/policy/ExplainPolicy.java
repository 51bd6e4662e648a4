package ai.preloop.cli.commands.policy;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.policy.Findings.Strictness;
import ai.preloop.cli.terminal.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Says what the policy makes of a call, and why. */
@Command(
    name = "explain",
    description = "Say what the policy makes of a call, or made of a recorded one, and why.",
    footer = {
      "",
      "Nothing is called. A file has the keys of a test's case but its name and what is expected.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} policy explain --tool bash --args '{\"command\":\"ls\"}'",
      "  ${ROOT-COMMAND-NAME} policy explain call.yaml",
      "  ${ROOT-COMMAND-NAME} policy explain --recorded 01939c2e-7b1a-7c55-9d3e-0242ac120002"
    })
final class ExplainPolicy implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "A call as a file, or - for input.")
  private @Nullable String file;

  @Option(
      names = "--tool",
      paramLabel = "NAME",
      description = "The tool, by its server's name for it.")
  private @Nullable String tool;

  @Option(
      names = "--server",
      paramLabel = "NAME",
      description = "The server, where several have it.")
  private @Nullable String server;

  @Option(names = "--args", paramLabel = "JSON", description = "The arguments (default: none).")
  private @Nullable String arguments;

  @Option(
      names = "--recorded",
      paramLabel = "ID",
      description = "A call in the audit trail (`id` in `audit tail -o json`).")
  private @Nullable UUID recorded;

  ExplainPolicy(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var call = asked();
    var server = invocation.server();
    JsonNode answer =
        Submission.answer(() -> server.post("/policies/explain", call.contentType(), call.bytes()));
    var screen = invocation.screen();
    var findings = Findings.of(call, answer);
    if (!screen.answer(answer)) {
      findings.print(screen);
      if (answer.has("verdict")) {
        new ExplanationView(screen).print(answer);
      }
    }
    return findings.hold(Strictness.USUAL) ? 0 : 1;
  }

  private PolicySource asked() {
    if (Stream.of(file, tool, recorded).filter(each -> each != null).count() != 1) {
      throw new UsageException(
          "Say one of these: a tool with --tool, a recorded call with --recorded, or a file.");
    }
    if (tool == null && (server != null || arguments != null)) {
      throw new UsageException("--server and --args go with --tool.");
    }
    if (file != null) {
      List<PolicySource> calls = PolicySource.of(List.of(file), invocation.shell());
      if (calls.size() > 1) {
        throw new UsageException("'%s' has %d calls: explain one.".formatted(file, calls.size()));
      }
      return calls.getFirst();
    }
    var body = Json.bytes(recorded == null ? called() : Json.of(Map.of("audit_log_id", recorded)));
    return PolicySource.named("call.json", body);
  }

  private JsonNode called() {
    JsonNode args = Json.read(arguments == null ? "{}" : arguments);
    if (!args.isObject()) {
      throw new UsageException("--args must be a JSON object.");
    }
    var call = new LinkedHashMap<String, Object>(Map.of("tool", String.valueOf(tool)));
    if (server != null) {
      call.put("server", server);
    }
    call.put("args", args);
    return Json.of(call);
  }
}
