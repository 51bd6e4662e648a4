package ai.preloop.cli.terminal;

import java.util.Optional;

/** Asks a person at the terminal for something that must not be echoed. */
@FunctionalInterface
public interface PasswordPrompt {

  /** Empty when there is no terminal to ask at. */
  Optional<String> ask(String question);
}
