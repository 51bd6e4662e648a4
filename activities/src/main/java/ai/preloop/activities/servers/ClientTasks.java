package ai.preloop.activities.servers;

import ai.preloop.activities.json.JsonSlice;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that clients of sessions work on for servers (MCP 2025-11-25, Tasks): to its client all of
 * them are Preloop's, and each is of the server that asked for it and of no other.
 */
final class ClientTasks {

  private static final String OF_TASKS = "tasks/";

  private final Cache<Id, Work> begun =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(1)).maximumSize(10_000).build();

  private record Id(UUID session, String task) {}

  private record Work(UUID server, String method) {}

  /** A client answered a request of this server's by this method, perhaps with a task. */
  void answered(@Nullable UUID session, UUID server, String method, JsonSlice result) {
    JsonSlice task = result.member("task");
    String id = task == null ? null : text(task.member("taskId"));
    if (session != null && id != null) {
      begun.put(new Id(session, id), new Work(server, method));
    }
  }

  /**
   * The method that a request of a server's is about: its own, or of a question about a task the
   * one that began it; empty for the task of another server, and for all tasks at once.
   */
  Optional<String> about(@Nullable UUID session, UUID server, String method, JsonSlice message) {
    if (!method.startsWith(OF_TASKS)) {
      return Optional.of(method);
    }
    JsonSlice params = message.member("params");
    String id = params == null ? null : text(params.member("taskId"));
    Work work = session == null || id == null ? null : begun.getIfPresent(new Id(session, id));
    return Optional.ofNullable(work).filter(each -> each.server().equals(server)).map(Work::method);
  }

  private static @Nullable String text(@Nullable JsonSlice value) {
    return value == null ? null : value.text();
  }
}
