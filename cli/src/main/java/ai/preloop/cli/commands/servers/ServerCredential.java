package ai.preloop.cli.commands.servers;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.terminal.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How Preloop signs in to an MCP server; the credential itself is never on a command line. */
final class ServerCredential {

  private static final String VARIABLE = "PRELOOP_SERVER_SECRET";

  @Option(
      names = {"--auth", "--auth-type"},
      paramLabel = "TYPE",
      description =
          "How Preloop signs in to it: none (default), bearer or api_key. The credential is asked"
              + " for at the terminal, or taken from PRELOOP_SERVER_SECRET.")
  private Type type = Type.none;

  @Option(
      names = "--header",
      paramLabel = "NAME",
      description = "The header that carries an api_key (default X-API-Key).")
  private String header = "";

  @Option(
      names = "--secret-stdin",
      description = "Read the credential from standard input instead.")
  private boolean onInput;

  /** The values of {@code auth_type} on the wire, and what each calls its credential. */
  enum Type {
    none("none"),
    bearer("token"),
    api_key("key");

    private final String member;

    Type(String member) {
      this.member = member;
    }
  }

  /** The members of a server's description that say it. */
  Map<String, Object> members(String name, Shell shell) {
    if (!header.isEmpty() && type != Type.api_key) {
      throw new UsageException("--header goes with --auth api_key.");
    }
    var members = new LinkedHashMap<String, Object>(Map.of("auth_type", type.name()));
    if (type != Type.none) {
      var config = new LinkedHashMap<String, String>(Map.of(type.member, secret(name, shell)));
      if (!header.isEmpty()) {
        config.put("header", header);
      }
      members.put("auth_config", config);
    }
    return members;
  }

  private String secret(String name, Shell shell) {
    String secret = onInput ? input(shell) : asked(name, shell);
    if (secret.isBlank()) {
      throw new UsageException(
          onInput
              ? "Standard input was empty; the credential is expected there."
              : "The %s of %s is needed: run this at a terminal, set %s, or give it with --secret-stdin."
                  .formatted(type.member, name, VARIABLE));
    }
    return secret.strip();
  }

  private String asked(String name, Shell shell) {
    return shell
        .variable(VARIABLE)
        .or(() -> shell.prompt().ask("The %s of %s: ".formatted(type.member, name)))
        .orElse("");
  }

  private static String input(Shell shell) {
    try {
      return new String(shell.in().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UsageException("Standard input cannot be read.");
    }
  }
}
