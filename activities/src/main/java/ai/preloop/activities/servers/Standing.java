package ai.preloop.activities.servers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.upstream.UpstreamAnswer;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a client says once for a whole session, kept here for a server that knows of none or forgets
 * its own: which resources it wants to hear of, and how much of logs.
 */
final class Standing {

  private static final Result DONE =
      new Result(JsonSlice.of("{}".getBytes(StandardCharsets.UTF_8)), false);

  /** More at once are of no known client. */
  private static final int MOST_RESOURCES = 1_000;

  /** What is longer says nothing of the kind, and is not read for it. */
  private static final int LONGEST = 1 << 16;

  private final Set<String> resources = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String logLevel;

  /** The answer to a request that is of no use without a session; empty for all others. */
  Optional<UpstreamAnswer> take(byte[] request) {
    return keeps(request) ? Optional.of(DONE) : Optional.empty();
  }

  /** A server with sessions has done what it was asked for. */
  void done(byte[] request) {
    if (request.length <= LONGEST) {
      boolean unused = keeps(request);
    }
  }

  private boolean keeps(byte[] request) {
    @Nullable JsonSlice[] parts = JsonSlice.of(request).pick("method", "params");
    String method = parts[0] == null ? null : parts[0].text();
    switch (method) {
      case "resources/subscribe" ->
          said(parts[1], "uri")
              .filter(_ -> resources.size() < MOST_RESOURCES)
              .ifPresent(resources::add);
      case "resources/unsubscribe" -> said(parts[1], "uri").ifPresent(resources::remove);
      case "logging/setLevel" -> said(parts[1], "level").ifPresent(level -> logLevel = level);
      case null, default -> {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> said(@Nullable JsonSlice params, String member) {
    JsonSlice said = params == null ? null : params.member(member);
    return Optional.ofNullable(said == null ? null : said.text());
  }

  Set<String> resources() {
    return Set.copyOf(resources);
  }

  /** The requests that say all of it again, each made for the id it is given. */
  List<LongFunction<byte[]>> again() {
    List<LongFunction<byte[]>> requests = new ArrayList<>();
    String level = logLevel;
    if (level != null) {
      requests.add(id -> request(id, "logging/setLevel", "level", level));
    }
    resources.forEach(uri -> requests.add(id -> request(id, "resources/subscribe", "uri", uri)));
    return requests;
  }

  private static byte[] request(long id, String method, String member, String said) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":{\"%s\":%s}}"
        .formatted(id, method, member, JsonText.quote(said))
        .getBytes(StandardCharsets.UTF_8);
  }
}
