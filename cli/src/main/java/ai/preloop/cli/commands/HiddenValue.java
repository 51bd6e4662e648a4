package ai.preloop.cli.commands;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.terminal.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/**
 * A credential that is never on a command line, where every process of the machine could see it.
 */
public final class HiddenValue {

  private static final String VARIABLE = "PRELOOP_SERVER_SECRET";

  @Option(
      names = "--secret-stdin",
      description = "Read the credential from standard input instead.")
  private boolean onInput;

  /** {@code what} is how the terminal asks for it. */
  public String read(String what, Shell shell) {
    String value = onInput ? input(shell) : asked(what, shell);
    if (value.isBlank()) {
      throw new UsageException(
          onInput
              ? "Standard input was empty; the credential is expected there."
              : "The %s is needed: run this at a terminal, set %s, or give it with --secret-stdin."
                  .formatted(what, VARIABLE));
    }
    return value.strip();
  }

  private static String asked(String what, Shell shell) {
    return shell
        .variable(VARIABLE)
        .or(() -> shell.prompt().ask("The %s: ".formatted(what)))
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
