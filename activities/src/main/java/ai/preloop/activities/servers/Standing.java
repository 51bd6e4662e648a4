package ai.preloop.activities.servers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client says once for a whole session, kept here for a server that knows of none: which
 * resources it wants to hear of. How much of logs it wants is said with each request.
 */
final class Standing {

  private static final Result DONE =
      new Result(JsonSlice.of("{}".getBytes(StandardCharsets.UTF_8)), false);

  /** More at once are of no known client. */
  private static final int MOST_RESOURCES = 1_000;

  private final Set<String> resources = ConcurrentHashMap.newKeySet();

  /** The answer to a request that is of no use to such a server; empty for all others. */
  Optional<UpstreamAnswer> take(byte[] request) {
    @Nullable JsonSlice[] parts = JsonSlice.of(request).pick("method", "params");
    String method = parts[0] == null ? null : parts[0].text();
    return switch (method) {
      case "resources/subscribe" -> {
        uri(parts[1]).filter(_ -> resources.size() < MOST_RESOURCES).ifPresent(resources::add);
        yield Optional.of(DONE);
      }
      case "resources/unsubscribe" -> {
        uri(parts[1]).ifPresent(resources::remove);
        yield Optional.of(DONE);
      }
      case "logging/setLevel" -> Optional.of(DONE);
      case null, default -> Optional.empty();
    };
  }

  private static Optional<String> uri(@Nullable JsonSlice params) {
    JsonSlice uri = params == null ? null : params.member("uri");
    return Optional.ofNullable(uri == null ? null : uri.text());
  }

  Set<String> resources() {
    return Set.copyOf(resources);
  }
}
