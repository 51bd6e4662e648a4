package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The notices that a subscription is about (MCP 2026-07-28, Subscriptions, Notification Filter).
 */
record Wanted(Set<String> lists, Set<String> resources, Set<String> tasks) {

  /** More at once are of no known client. */
  private static final int MOST = 100;

  private static final String TOOLS = "toolsListChanged";

  private static final Map<String, String> LISTS =
      Map.of(
          TOOLS,
          "notifications/tools/list_changed",
          "promptsListChanged",
          "notifications/prompts/list_changed",
          "resourcesListChanged",
          "notifications/resources/list_changed");

  Wanted {
    lists = Set.copyOf(lists);
    resources = Set.copyOf(resources);
    tasks = Set.copyOf(tasks);
  }

  static Wanted of(@Nullable JsonSlice filter) {
    if (filter == null) {
      return new Wanted(Set.of(), Set.of(), Set.of());
    }
    Set<String> lists =
        LISTS.keySet().stream().filter(name -> isSet(filter, name)).collect(Collectors.toSet());
    return new Wanted(lists, named(filter, "resourceSubscriptions"), named(filter, "taskIds"));
  }

  private static Set<String> named(JsonSlice filter, String member) {
    JsonSlice named = filter.member(member);
    List<JsonSlice> all = named == null ? List.of() : named.elements();
    return all.stream()
        .map(JsonSlice::text)
        .filter(name -> name != null)
        .limit(MOST)
        .collect(Collectors.toSet());
  }

  private static boolean isSet(JsonSlice filter, String name) {
    JsonSlice flag = filter.member(name);
    return flag != null && flag.isTrue();
  }

  /** As much of it as can be had. */
  Wanted agreed(Set<String> offered, Set<String> subscribed, Set<String> own) {
    return new Wanted(
        lists.stream().filter(offered::contains).collect(Collectors.toSet()), subscribed, own);
  }

  Wanted withoutTasks() {
    return new Wanted(lists, resources, Set.of());
  }

  boolean tools() {
    return lists.contains(TOOLS);
  }

  /** Whether a server's notice is one of them. */
  boolean includes(String method, JsonSlice message) {
    if (method.equals("notifications/resources/updated")) {
      JsonSlice params = message.member("params");
      JsonSlice uri = params == null ? null : params.member("uri");
      String text = uri == null ? null : uri.text();
      return text != null && resources.contains(text);
    }
    return lists.stream().anyMatch(name -> method.equals(LISTS.get(name)));
  }

  /** As an acknowledgment says it. */
  Map<String, Object> written() {
    Map<String, Object> filter = new LinkedHashMap<>();
    lists.stream().sorted().forEach(name -> filter.put(name, true));
    if (!resources.isEmpty()) {
      filter.put("resourceSubscriptions", resources.stream().sorted().toList());
    }
    if (!tasks.isEmpty()) {
      filter.put("taskIds", tasks.stream().sorted().toList());
    }
    return filter;
  }
}
