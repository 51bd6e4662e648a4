package ai.preloop.activities.usage;

import ai.preloop.activities.database.Storable;
import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.traces.SessionSource;
import ai.preloop.activities.traces.Trace;
import ai.preloop.activities.traces.TracedCall;
import ai.preloop.activities.usage.ModelCall.Attribution;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is to be written of one call: as it was opened and, where it has ended, how. */
record UsageRow(Opened opened, @Nullable Outcome outcome) {

  /** What clients and providers say of themselves is cut here; nobody's name is as long. */
  private static final int LONGEST = 500;

  ModelCall call() {
    return opened.call();
  }

  Principal caller() {
    return call().caller();
  }

  Dialect dialect() {
    return call().asked().operation().dialect();
  }

  @Nullable UUID keyId() {
    return caller().isPerson() ? null : caller().id();
  }

  @Nullable String keyName() {
    return caller().isPerson() ? null : caller().name();
  }

  @Nullable String attributed(Function<Attribution, @Nullable String> part) {
    return text(part.apply(call().attribution()));
  }

  @Nullable String sessionSource() {
    SessionSource source = outcome == null ? null : outcome.trace().source();
    return source == null ? null : source.word();
  }

  /** What is to be written beside the row, which is nothing while the call is under way. */
  TracedCall traced() {
    String session = attributed(Attribution::session);
    return new TracedCall(
        call().id(),
        opened.startedAt(),
        caller().user().value(),
        session == null ? caller().kind().conversation(caller().id()) : session,
        outcome == null ? Trace.NONE : outcome.trace());
  }

  /** As PostgreSQL reads an array. */
  String leases() {
    return call().leases().stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
  }

  String status() {
    return outcome == null ? "open" : outcome.status().name().toLowerCase(Locale.ROOT);
  }

  /** Null while the call is under way. */
  @Nullable Object end(Function<Outcome, @Nullable Object> part) {
    return outcome == null ? null : part.apply(outcome);
  }

  @Nullable Object endText(Function<Outcome, @Nullable String> part) {
    return outcome == null ? null : text(part.apply(outcome));
  }

  static @Nullable String text(@Nullable String said) {
    return Storable.shortened(said, LONGEST);
  }

  static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
