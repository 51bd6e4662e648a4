package ai.preloop.activities.providers;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request as it leaves: POST, with all of its headers; they are never printed. */
public record Outgoing(URI uri, Map<String, List<String>> headers, byte[] body) {

  public Outgoing {
    TreeMap<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(headers);
    headers = Collections.unmodifiableSortedMap(sorted);
  }

  /** A request for JSON, with what is passed on of the client's. */
  static Outgoing of(URI uri, Asked asked) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(asked.passed().headers().map());
    headers.put("Content-Type", List.of("application/json"));
    String accepted = asked.streamed() ? "text/event-stream" : "application/json";
    headers.putIfAbsent("Accept", List.of(accepted));
    headers.put("Accept-Encoding", List.of("identity"));
    return new Outgoing(uri, headers, asked.body());
  }

  /** The same with this header alone of its name. */
  Outgoing with(String name, String value) {
    Map<String, List<String>> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, List.of(value));
    return new Outgoing(uri, more, body);
  }

  /** The same with this header, where the client sent none of its name. */
  Outgoing withDefault(String name, String value) {
    return headers.containsKey(name) ? this : with(name, value);
  }

  /** The same with a key, where there is one. */
  Outgoing withKey(String name, @Nullable String key) {
    return key == null ? this : with(name, key);
  }

  Outgoing withBearer(@Nullable String key) {
    return key == null ? this : with("Authorization", "Bearer " + key);
  }

  @Override
  public String toString() {
    return "Outgoing[" + uri + "]";
  }
}
