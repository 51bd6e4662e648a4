package ai.preloop.cli.commands.policy;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.terminal.Format;
import ai.preloop.cli.terminal.Text;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the documents in force, as they were written. */
@Command(
    name = "export",
    description = "Print the documents in force, as they were written.",
    footer = {
      "",
      "They come as a YAML stream with their comments, or with -o json as an array; apply takes",
      "either. Secrets are references.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} policy export > policies.yaml",
      "  ${ROOT-COMMAND-NAME} policy export 'Production Safeguards'"
    })
final class ExportPolicies implements Runnable {

  private final Invocation invocation;

  @Parameters(
      paramLabel = "OWNER",
      arity = "0..1",
      description = "Only the document with this metadata.name.")
  private String owner = "";

  ExportPolicies(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public void run() {
    var screen = invocation.screen();
    if (screen.format() == Format.JSON) {
      screen.answer(invocation.server().get("/policies/export", query("json")));
    } else {
      print(invocation.server().get("/policies/export", query("yaml"), "application/yaml"));
    }
  }

  /** To the letter, but for what could drive a terminal. */
  private void print(byte[] stream) {
    var shell = invocation.shell();
    String text = new String(stream, StandardCharsets.UTF_8);
    shell.out().print(shell.interactive() ? Text.lines(text) : text);
    shell.out().flush();
  }

  private Map<String, String> query(String format) {
    var query = new LinkedHashMap<String, String>(Map.of("format", format));
    if (!owner.isEmpty()) {
      query.put("policy_name", owner);
    }
    return query;
  }
}
