package ai.preloop.activities.traces;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose header names the session of a call, in the order in which they are believed. */
public enum SessionSource {
  PRELOOP("X-Preloop-Session"),
  CLAUDE_CODE("X-Claude-Code-Session-Id"),
  CODEX("Session-Id", "Session_Id"),
  OPENCODE("X-Session-Id");

  @SuppressWarnings("ImmutableEnumChecker") // A list that nobody can change.
  private final List<String> headers;

  SessionSource(String... headers) {
    this.headers = List.of(headers);
  }

  /** The names of all the headers. */
  public static Stream<String> headers() {
    return Arrays.stream(values()).flatMap(source -> source.headers.stream());
  }

  /** By what a header of a request says, null where it is not there. */
  public static Optional<SessionSource> of(Function<String, @Nullable String> header) {
    return Arrays.stream(values())
        .filter(source -> source.headers.stream().anyMatch(name -> isSaid(header.apply(name))))
        .findFirst();
  }

  /** A client that says a name of ours says nothing. */
  public static boolean isSaid(@Nullable String value) {
    return value != null && !value.isBlank() && !Conversation.isOwn(value.strip());
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
