package ai.preloop.activities.servers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.upstream.NotOpenedException;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.activities.upstream.UpstreamAnswer.Crowded;
import ai.preloop.activities.upstream.UpstreamAnswer.InputRequired;
import ai.preloop.activities.upstream.UpstreamAnswer.NotNow;
import ai.preloop.activities.upstream.UpstreamAnswer.NotSent;
import ai.preloop.activities.upstream.UpstreamAnswer.Refused;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.RpcError;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.activities.upstream.UpstreamAnswer.Withheld;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** How this node fares with each server: told by its calls, and asked before the next one. */
public final class ServerHealth {

  private static final JsonSlice NOTHING = JsonSlice.of(new byte[] {'{', '}'});

  private final MeterRegistry meters;
  private final InstantSource clock;
  private volatile Consumer<UUID> turned = _ -> {};
  private final Cache<UUID, Breaker> breakers = Caffeine.newBuilder().maximumSize(10_000).build();

  ServerHealth(MeterRegistry meters, InstantSource clock) {
    this.meters = meters;
    this.clock = clock;
    meters.gauge("preloop.upstream.unreachable", this, ServerHealth::unreachable);
  }

  /** Told of each server that calls are spared from now on, and of each that works again. */
  void whenTurned(Consumer<UUID> hearer) {
    turned = hearer;
  }

  /** Since when nothing is sent to a server, and why. */
  public record Trouble(Instant since, String why) {}

  /** What keeps a server from being called now. */
  public Optional<Trouble> of(UUID server) {
    Breaker known = breakers.getIfPresent(server);
    return known == null ? Optional.empty() : known.open();
  }

  /** A server has answered otherwise than by a call. */
  public void reached(UUID server) {
    breaker(server).reached();
  }

  /** The servers that nothing is sent to. */
  List<UUID> spared() {
    return breakers.asMap().entrySet().stream()
        .filter(each -> each.getValue().open().isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** There is no such server any more, or it is none to call. */
  void forget(UUID server) {
    breakers.invalidate(server);
  }

  /** Opens a session with a server that is spared, once it is time to try it. */
  void probe(UUID server, Runnable opening) {
    Breaker breaker = breaker(server);
    if (breaker.open().isPresent() && breaker.enter().isEmpty()) {
      UpstreamAnswer answer =
          called(
              breaker,
              _ -> {
                opening.run();
                return new Result(NOTHING, false);
              });
      meters.counter("preloop.upstream.probes", "outcome", outcome(answer)).increment();
    }
  }

  /** Calls it, unless it is to be spared; the call may say before its end that it was reached. */
  UpstreamAnswer call(UUID server, Function<Breaker, UpstreamAnswer> call) {
    Breaker breaker = breaker(server);
    Optional<String> refusal = breaker.enter();
    UpstreamAnswer answer = refusal.isPresent() ? new NotNow(refusal.get()) : called(breaker, call);
    String outcome = refusal.isPresent() ? "spared" : outcome(answer);
    meters.counter("preloop.upstream.calls", "outcome", outcome).increment();
    return answer;
  }

  private UpstreamAnswer called(Breaker breaker, Function<Breaker, UpstreamAnswer> call) {
    Optional<UpstreamAnswer> came = Optional.empty();
    try {
      UpstreamAnswer answer = call.apply(breaker);
      came = Optional.of(answer);
      return answer;
    } catch (ProblemException e) {
      came = NotOpenedException.behind(e);
      return e.type() == ProblemType.UNAVAILABLE ? new NotNow(e.detail()) : new NotSent(e.detail());
    } finally {
      came.ifPresentOrElse(answer -> tell(breaker, answer), breaker::unclear);
    }
  }

  private void tell(Breaker breaker, UpstreamAnswer answer) {
    switch (answer) {
      case Result _, InputRequired _, RpcError _, Refused _, SessionLost _ -> breaker.reached();
      case NotSent(String why) -> breaker.failed(clock.instant(), why);
      case Unknown _, NotNow _, Crowded _, Withheld _ -> breaker.unclear();
    }
  }

  private static String outcome(UpstreamAnswer answer) {
    return switch (answer) {
      case Result _, InputRequired _ -> "result";
      case RpcError _ -> "error";
      case Refused _ -> "refused";
      case SessionLost _ -> "session_lost";
      case NotSent _ -> "not_sent";
      case NotNow _, Crowded _, Withheld _ -> "withheld";
      case Unknown _ -> "unknown";
    };
  }

  private long unreachable() {
    return spared().size();
  }

  private Breaker breaker(UUID server) {
    return breakers.get(server, _ -> new Breaker(System::nanoTime, () -> turned.accept(server)));
  }
}
