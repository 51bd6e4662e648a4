package ai.preloop.cli;

import ai.preloop.cli.client.UsageException;
import ai.preloop.cli.terminal.Shell;
import ai.preloop.cli.terminal.Text;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one sentence and an exit code; nobody is shown a stack trace. */
final class Failures {

  private static final int UNREACHABLE_OR_FORBIDDEN = 3;

  /** How the parser says which argument it means; what is wrong with it says enough. */
  private static final Pattern PLACE =
      Pattern.compile("^Invalid value for positional parameter at index \\d+ \\([^)]*\\): ");

  private final Shell shell;

  Failures(Shell shell) {
    this.shell = shell;
  }

  int wrongUsage(ParameterException e, String... arguments) {
    say(PLACE.matcher(String.valueOf(e.getMessage())).replaceFirst(""));
    say("See `" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help`.");
    return ExitCode.USAGE;
  }

  int failed(Exception e, CommandLine command, ParseResult arguments) {
    say(String.valueOf(e.getMessage()));
    return switch (e) {
      case ProblemException problem -> code(problem.type());
      case UsageException usage -> ExitCode.USAGE;
      default -> ExitCode.SOFTWARE;
    };
  }

  private static int code(ProblemType type) {
    return switch (type) {
      case UNAUTHENTICATED, FORBIDDEN, MISDIRECTED, UNAVAILABLE -> UNREACHABLE_OR_FORBIDDEN;
      default -> ExitCode.SOFTWARE;
    };
  }

  private void say(String sentence) {
    shell.err().println(Text.lines(sentence));
  }
}
