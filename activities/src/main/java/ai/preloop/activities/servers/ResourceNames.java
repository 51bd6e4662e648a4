package ai.preloop.activities.servers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.Splice;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * By what URIs each client knows the resources of its servers, as far as this node was told: those
 * that it subscribed to, and those that it was shown otherwise than their server calls them.
 */
public final class ResourceNames {

  private static final String UPDATED = "notifications/resources/updated";
  private static final Duration IDLE = Duration.ofHours(2);

  /** Of one session; more at once are of no known client. */
  private static final int MOST_SUBSCRIBED = 1_000;

  /** Of all sessions together. */
  private static final int MOST = 1_000_000;

  private final Cache<UUID, Map<Own, String>> subscribed = cache();
  private final Cache<UUID, Map<Own, String>> renamed = cache();

  private static Cache<UUID, Map<Own, String>> cache() {
    return Caffeine.newBuilder()
        .expireAfterAccess(IDLE)
        .maximumWeight(MOST)
        .weigher((UUID session, Map<Own, String> names) -> names.size() + 1)
        .build();
  }

  /** A resource by its server's own URI. */
  public record Own(UUID server, String uri) {}

  /** A client was shown all resources; these are they that have another URI than their own. */
  public void listed(UUID session, Map<Own, String> otherwise) {
    if (otherwise.isEmpty()) {
      renamed.invalidate(session);
    } else {
      renamed.put(session, Map.copyOf(otherwise));
    }
  }

  /** A client subscribes to a resource, which it knows by this URI. */
  public void subscribed(UUID session, Own resource, String shown) {
    subscribed.asMap().merge(session, Map.of(resource, shown), ResourceNames::both);
  }

  private static Map<Own, String> both(Map<Own, String> before, Map<Own, String> more) {
    Map<Own, String> all = new HashMap<>(before);
    all.putAll(more);
    return all.size() > MOST_SUBSCRIBED ? before : Map.copyOf(all);
  }

  /** A client subscribes to a resource no longer. */
  public void ended(UUID session, Own resource) {
    subscribed.asMap().computeIfPresent(session, (_, before) -> without(before, resource));
  }

  private static Map<Own, String> without(Map<Own, String> before, Own resource) {
    Map<Own, String> left = new HashMap<>(before);
    left.remove(resource);
    return Map.copyOf(left);
  }

  /** Somebody listens in this session still, however little is said. */
  void touch(UUID session) {
    names(subscribed, session);
    names(renamed, session);
  }

  /**
   * A server's notice as a client knows what it is about; empty where the client would take it for
   * one about another server's resource.
   */
  Optional<JsonSlice> told(@Nullable UUID session, UUID server, JsonSlice notice) {
    JsonSlice uri = uri(notice);
    String own = uri == null ? null : uri.text();
    return session == null || uri == null || own == null
        ? Optional.of(notice)
        : shown(session, new Own(server, own)).map(shown -> renamed(notice, uri, shown));
  }

  private static @Nullable JsonSlice uri(JsonSlice notice) {
    @Nullable JsonSlice[] parts = notice.pick("method", "params");
    boolean isUpdate = parts[0] != null && UPDATED.equals(parts[0].text());
    return isUpdate && parts[1] != null ? parts[1].member("uri") : null;
  }

  private static JsonSlice renamed(JsonSlice notice, JsonSlice uri, String shown) {
    byte[] quoted = JsonText.quote(shown).getBytes(StandardCharsets.UTF_8);
    return shown.equals(uri.text())
        ? notice
        : JsonSlice.of(new Splice(notice).replace(uri, quoted).bytes());
  }

  private Optional<String> shown(UUID session, Own own) {
    Map<Own, String> wanted = names(subscribed, session);
    String name = wanted.containsKey(own) ? wanted.get(own) : names(renamed, session).get(own);
    if (name != null) {
      return Optional.of(name);
    }
    Optional<String> within = within(wanted, own);
    boolean isTaken = within.isPresent() || wanted.containsValue(own.uri());
    return isTaken ? within : Optional.of(own.uri());
  }

  /** A server may tell of what is within a resource that a client subscribed to. */
  private static Optional<String> within(Map<Own, String> wanted, Own own) {
    return wanted.entrySet().stream()
        .filter(each -> each.getKey().server().equals(own.server()))
        .filter(each -> own.uri().startsWith(folder(each.getKey().uri())))
        .map(each -> each.getValue() + own.uri().substring(each.getKey().uri().length()))
        .findFirst();
  }

  private static String folder(String uri) {
    return uri.endsWith("/") ? uri : uri + "/";
  }

  private static Map<Own, String> names(Cache<UUID, Map<Own, String>> of, UUID session) {
    Map<Own, String> names = of.getIfPresent(session);
    return names == null ? Map.of() : names;
  }
}
