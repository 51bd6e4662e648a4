package ai.preloop.cli;

import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Login;
import ai.preloop.cli.commands.Version;
import ai.preloop.cli.commands.account.Account;
import ai.preloop.cli.commands.approvals.Approvals;
import ai.preloop.cli.commands.audit.Audit;
import ai.preloop.cli.commands.auth.Auth;
import ai.preloop.cli.commands.budgets.Budgets;
import ai.preloop.cli.commands.demo.Demo;
import ai.preloop.cli.commands.keys.Keys;
import ai.preloop.cli.commands.models.Models;
import ai.preloop.cli.commands.policy.Policy;
import ai.preloop.cli.commands.secrets.Secrets;
import ai.preloop.cli.commands.servers.Servers;
import ai.preloop.cli.commands.sessions.Sessions;
import ai.preloop.cli.commands.tools.Tools;
import ai.preloop.cli.commands.usage.Usage;
import ai.preloop.cli.commands.webhooks.Webhooks;
import ai.preloop.cli.terminal.Shell;
import ai.preloop.cli.terminal.Text;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.TypeConversionException;

/** The {@code preloop} command. */
@Command(
    name = "preloop",
    description = "The control plane and safety layer for AI agents.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} demo",
      "  ${ROOT-COMMAND-NAME} approvals pending",
      "  ${ROOT-COMMAND-NAME} policy apply --dry-run policy.yaml"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the answer is no, or something failed",
      "2:wrong usage",
      "3:Preloop cannot be reached, or this is not allowed"
    },
    subcommands = {
      Demo.class,
      Login.class,
      Auth.class,
      Keys.class,
      Servers.class,
      Secrets.class,
      Tools.class,
      Models.class,
      Policy.class,
      Approvals.class,
      Budgets.class,
      Webhooks.class,
      Audit.class,
      Usage.class,
      Sessions.class,
      Account.class,
      Version.class
    })
public final class Preloop {

  /** Read by picocli, which finds the options of every command in it. */
  @SuppressWarnings("UnusedVariable")
  @Mixin
  private final Invocation invocation;

  private Preloop(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    // A library of the checks looks for a logger and would say on the terminal that there is none.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.exit(run(Shell.system(), arguments));
  }

  static int run(Shell shell, String... arguments) {
    var invocation = new Invocation(shell);
    var failures = new Failures(shell);
    return new CommandLine(new Preloop(invocation), new Wiring(invocation))
        .setCommandName(shell.name())
        .registerConverter(UUID.class, Preloop::id)
        .setOut(writer(shell.out()))
        .setErr(writer(shell.err()))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(failures::wrongUsage)
        .setExecutionExceptionHandler(failures::failed)
        .execute(arguments);
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + Text.line(text) + "' is not an id.");
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
