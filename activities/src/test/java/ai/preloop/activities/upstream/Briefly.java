package ai.preloop.activities.upstream;

import ai.preloop.activities.upstream.UpstreamAnswer.NotSent;
import java.time.Duration;
import java.util.function.Function;

/** Calls with little time; one that had too little to leave at all is made again with more. */
final class Briefly {

  private static final Duration LONGEST = Duration.ofSeconds(20);

  private Briefly() {}

  static UpstreamAnswer called(Duration life, Function<Deadline, UpstreamAnswer> call) {
    Duration next = life;
    UpstreamAnswer answer = call.apply(Deadline.in(next));
    while (answer instanceof NotSent && next.compareTo(LONGEST) < 0) {
      next = next.multipliedBy(2);
      answer = call.apply(Deadline.in(next));
    }
    return answer;
  }
}
