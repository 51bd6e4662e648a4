package ai.preloop.cli.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads from the controlling terminal with its echo off, whatever is piped in or out. */
final class TerminalPrompt implements PasswordPrompt {

  private static final Path TTY = Path.of("/dev/tty");

  @Override
  public Optional<String> ask(String question) {
    var console = console();
    return console.isPresent()
        ? console.map(terminal -> terminal.readPassword("%s", question)).map(String::new)
        : askTty(question);
  }

  /** Empty when input or output is not a terminal; JDK 25 answers null then, as before JDK 22. */
  @SuppressWarnings("SystemConsoleNull")
  static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  private static Optional<String> askTty(String question) {
    if (!Files.isWritable(TTY) || !stty("-echo")) {
      return Optional.empty();
    }
    var restore = new Thread(() -> stty("echo"));
    Runtime.getRuntime().addShutdownHook(restore);
    try (BufferedReader in = Files.newBufferedReader(TTY, StandardCharsets.UTF_8)) {
      Files.writeString(TTY, question);
      return Optional.ofNullable(in.readLine());
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      stty("echo");
      Runtime.getRuntime().removeShutdownHook(restore);
      newLine();
    }
  }

  private static void newLine() {
    try {
      Files.writeString(TTY, "\n");
    } catch (IOException e) {
      // The terminal is gone; there is nobody to see the line.
    }
  }

  private static boolean stty(String mode) {
    return Stty.run(mode).isPresent();
  }

  /** The terminal's settings, by the program that every Unix has for them. */
  static final class Stty {

    private Stty() {}

    static Optional<String> run(String argument) {
      try {
        var process =
            new ProcessBuilder("stty", argument)
                .redirectInput(new File("/dev/tty"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed =
            new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return process.waitFor() == 0 ? Optional.of(printed.strip()) : Optional.empty();
      } catch (IOException e) {
        return Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }
}
