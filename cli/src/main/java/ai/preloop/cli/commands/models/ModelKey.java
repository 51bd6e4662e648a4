package ai.preloop.cli.commands.models;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.terminal.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Option;

/** The provider's key; it is never on a command line, where every process could see it. */
final class ModelKey {

  private static final String VARIABLE = "PRELOOP_MODEL_KEY";

  @Option(names = "--key", description = "Ask for the provider's key at the terminal.")
  private boolean asked;

  @Option(names = "--key-stdin", description = "Read the provider's key from standard input.")
  private boolean onInput;

  @Option(
      names = "--secret",
      paramLabel = "NAME",
      description = "The name of a kept secret that has the key, instead of the key.")
  private String secret = "";

  boolean isSaid() {
    return asked || onInput || !secret.isEmpty();
  }

  /** The member of a model's description that says it. */
  Map<String, String> member(String what, Shell shell) {
    if ((asked ? 1 : 0) + (onInput ? 1 : 0) + (secret.isEmpty() ? 0 : 1) > 1) {
      throw new UsageException("Give one of --key, --key-stdin and --secret.");
    }
    return secret.isEmpty() ? Map.of("api_key", key(what, shell)) : Map.of("secret", secret);
  }

  private String key(String what, Shell shell) {
    String key = onInput ? input(shell) : typed(what, shell);
    if (key.isBlank()) {
      throw new UsageException(
          onInput
              ? "Standard input was empty; the key is expected there."
              : "The key of %s is needed: run this at a terminal, set %s, or give it with --key-stdin."
                  .formatted(what, VARIABLE));
    }
    return key.strip();
  }

  private static String typed(String what, Shell shell) {
    return shell
        .variable(VARIABLE)
        .or(() -> shell.prompt().ask("The key of %s: ".formatted(what)))
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
