package ai.preloop.activities.waiting;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.activities.waiting.Waiter.Sign;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Those who wait on this node, by request. PostgreSQL's NOTIFY hastens their look; a look at the
 * waited-for rows every 500 ms is what makes it sure.
 */
public final class Waiters implements SmartLifecycle {

  private static final Duration EVERY = Duration.ofMillis(500);

  private final Database database;
  private final NamedLoop loop = new NamedLoop("preloop-waiters", EVERY, this::look);
  private final Map<UUID, Room> rooms = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  public Waiters(Database database) {
    this.database = database;
  }

  /** Registers before the row is read, so that nothing is missed in between. */
  public Waiter register(UUID approval) {
    Waiter[] made = new Waiter[1];
    rooms.compute(
        approval,
        (id, room) -> {
          Room open = room == null ? new Room() : room;
          Waiter waiter = new Waiter(() -> leave(id, made[0]));
          made[0] = waiter;
          open.waiters.add(waiter);
          return open;
        });
    if (stopping) {
      made[0].end(Sign.STOPPING);
    }
    return made[0];
  }

  /** There may be news of this request. */
  public void wake(UUID approval) {
    Room room = rooms.get(approval);
    if (room != null) {
      room.waiters.forEach(Waiter::wake);
    }
  }

  /** What was seen of this request could not be used; the next look tells of it again. */
  public void lookAgain(UUID approval) {
    Room room = rooms.get(approval);
    if (room != null) {
      room.seen = null;
    }
  }

  /** How many wait on this node. */
  public int count() {
    return rooms.values().stream().mapToInt(room -> room.waiters.size()).sum();
  }

  /** Wakes those whose row is another than at the last look. */
  void look() {
    if (rooms.isEmpty()) {
      return;
    }
    UUID[] ids = rooms.keySet().toArray(UUID[]::new);
    database.asSystem(jdbc -> states(jdbc, ids)).forEach(this::compare);
  }

  private void compare(State state) {
    Room room = rooms.get(state.id());
    if (room != null && !state.words().equals(room.seen)) {
      room.seen = state.words();
      room.waiters.forEach(Waiter::wake);
    }
  }

  private void leave(UUID approval, Waiter waiter) {
    rooms.computeIfPresent(
        approval,
        (id, room) -> {
          room.waiters.remove(waiter);
          return room.waiters.isEmpty() ? null : room;
        });
  }

  private static List<State> states(JdbcClient jdbc, UUID[] ids) {
    return jdbc.sql(
            """
            select id, concat_ws('/', status, execution_status, execution_round) as words
            from approval_requests where id = any(?)
            """)
        .param(ids)
        .query((row, number) -> new State(Columns.uuid(row, "id"), row.getString("words")))
        .list();
  }

  @Override
  public void start() {
    stopping = false;
    loop.start();
  }

  /** Before the web server stops, so that each client is told where to go on. */
  @Override
  public void stop() {
    stopping = true;
    rooms.values().forEach(room -> room.waiters.forEach(waiter -> waiter.end(Sign.STOPPING)));
    loop.stop();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  /** Those who wait for one request, and what its row said when it was looked at last. */
  private static final class Room {

    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String seen;
  }

  private record State(UUID id, String words) {}
}
