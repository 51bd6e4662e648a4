package ai.preloop.api.startup;

import ai.preloop.policies.problems.ProblemException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;

/** Why the product did not start, in one sentence where there is one. */
public record StartFailure(Optional<String> sentence, Throwable cause) {

  public static StartFailure of(Throwable failure) {
    return new StartFailure(
        causes(failure).flatMap(cause -> sentenceOf(cause).stream()).findFirst(), failure);
  }

  /** Prints it and answers the exit code. */
  public int print(PrintStream out) {
    if (sentence.isPresent()) {
      out.println("Preloop cannot start: " + sentence.get());
    } else {
      out.println("Preloop cannot start.");
      cause.printStackTrace(out);
    }
    return 1;
  }

  private static Optional<String> sentenceOf(Throwable cause) {
    return switch (cause) {
      case ProblemException problem -> Optional.of(problem.detail());
      case BindException setting -> Optional.of(WrongSetting.sentence(setting));
      case PortInUseException port -> Optional.of(ListeningPort.taken(port.getPort()));
      default -> Optional.empty();
    };
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }
}
