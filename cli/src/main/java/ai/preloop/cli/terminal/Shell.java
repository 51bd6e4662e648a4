package ai.preloop.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Where the command was started; {@code columns} is 0 when nobody watches. */
public record Shell(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    PasswordPrompt prompt,
    Pause pause,
    int columns) {

  private static final int USUAL_COLUMNS = 100;

  public Shell {
    environment = Map.copyOf(environment);
  }

  /** The real one, writing UTF-8 whatever the locale says. */
  public static Shell system() {
    return new Shell(
        System.getenv(),
        System.in,
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        new TerminalPrompt(),
        Thread::sleep,
        TerminalPrompt.console().isPresent() ? width() : 0);
  }

  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** A command as this person would type it: a checkout has it as {@code ./preloop}. */
  public String command(String words) {
    return (name() + " " + words).strip();
  }

  /** What the command is called here. */
  public String name() {
    return variable("PRELOOP_COMMAND").orElse("preloop");
  }

  public boolean interactive() {
    return columns > 0;
  }

  private static int width() {
    return TerminalPrompt.Stty.run("size")
        .map(size -> size.substring(size.indexOf(' ') + 1))
        .filter(columns -> columns.matches("[1-9]\\d{1,4}"))
        .map(Integer::parseInt)
        .orElse(USUAL_COLUMNS);
  }

  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
