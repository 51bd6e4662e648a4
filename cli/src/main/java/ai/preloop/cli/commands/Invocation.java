package ai.preloop.cli.commands;

import ai.preloop.cli.client.Address;
import ai.preloop.cli.client.Server;
import ai.preloop.cli.client.Settings;
import ai.preloop.cli.terminal.Format;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.cli.terminal.Shell;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** One run of the command: where it was started and the options that every command takes. */
public final class Invocation {

  private final Shell shell;

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The address of Preloop (PRELOOP_URL; default http://127.0.0.1:8000).")
  private String url = "";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      scope = ScopeType.INHERIT,
      description =
          "A credential to read with (PRELOOP_TOKEN). Prefer the variable: others can see flags.")
  private String token = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "table (default), json or yaml.")
  private Format format = Format.TABLE;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "Print without colour (NO_COLOR).")
  private boolean plain;

  /** Acted upon by picocli before a command runs. */
  @SuppressWarnings("UnusedVariable")
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  public Invocation(Shell shell) {
    this.shell = shell;
  }

  public Shell shell() {
    return shell;
  }

  public Screen screen() {
    return new Screen(shell, format, !plain && shell.variable("NO_COLOR").isEmpty());
  }

  public Settings settings() {
    return new Settings(shell, new Settings.Flags(url, token));
  }

  /** For reading. */
  public Server server() {
    return settings().server();
  }

  Address address() {
    return settings().address();
  }
}
