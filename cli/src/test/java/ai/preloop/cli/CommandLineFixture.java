package ai.preloop.cli;

import ai.preloop.cli.terminal.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs commands as a person at a terminal or a script would, with a home folder of its own. */
final class CommandLineFixture {

  final Path home;
  final Map<String, String> environment = new HashMap<>();
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  String input = "";

  /** Answers of the person at the terminal, in order, before {@code typed}. */
  final Deque<String> answers = new ArrayDeque<>();

  /** How long commands would have waited. */
  final List<Duration> pauses = new CopyOnWriteArrayList<>();

  String typed = "";
  String asked = "";
  int columns;

  CommandLineFixture(Path home) {
    this.home = home;
    environment.put("PRELOOP_HOME", home.toString());
  }

  /** What came of a command. */
  record Run(int code, String out, String err) {}

  /** As after a first start of the product at this address. */
  CommandLineFixture withCredentials(String url) {
    return write(
        "credentials.json",
        """
        {"url": "%s", "temporal_ui": "http://127.0.0.1:8233", "agent_key": "agent-key",
         "read_key": "read-key"}
        """
            .formatted(url));
  }

  CommandLineFixture withPassword() {
    environment.put("PRELOOP_PASSWORD", "correct");
    return this;
  }

  CommandLineFixture write(String file, String content) {
    try {
      Files.writeString(home.resolve(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Run run(String... arguments) {
    out.reset();
    var err = new ByteArrayOutputStream();
    int code = Preloop.run(shell(err), arguments);
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Where a command is started, for what is asked without one. */
  Shell shell() {
    return shell(new ByteArrayOutputStream());
  }

  private Shell shell(ByteArrayOutputStream err) {
    return new Shell(
        environment,
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        this::ask,
        pauses::add,
        columns);
  }

  private Optional<String> ask(String question) {
    asked = question;
    return Optional.of(answers.isEmpty() ? typed : answers.remove())
        .filter(password -> !password.isEmpty());
  }
}
