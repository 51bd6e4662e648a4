package ai.preloop.activities.usage;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.loops.NamedLoop;
import ai.preloop.activities.traces.TraceTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.context.SmartLifecycle;

/** Makes the partitions of the months to come, and clears away, each day, what is past its time. */
final class UsageUpkeep implements SmartLifecycle {

  private static final int BATCH = 1_000;
  private static final int BATCHES_A_DAY = 1_000;
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final Database database;
  private final Duration kept;
  private final InstantSource clock;
  private final NamedLoop loop;

  UsageUpkeep(Database database, UsageSettings settings, InstantSource clock) {
    this.database = database;
    this.kept = settings.kept();
    this.clock = clock;
    this.loop =
        new NamedLoop("preloop-usage-upkeep", Duration.ofDays(1), AFTER_FAILURE, this::round);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public void stop() {
    loop.stop();
  }

  @Override
  public boolean isRunning() {
    return loop.isRunning();
  }

  @Override
  public int getPhase() {
    return 0;
  }

  void round() {
    database.asSystem(
        jdbc -> jdbc.sql("select ensure_usage_partitions()").query(Integer.class).single());
    clear(clock.instant().minus(kept));
  }

  /** Whole months go with their partitions, what else is too old row by row. */
  private void clear(Instant before) {
    database.asSystem(jdbc ->
        jdbc.sql("select drop_usage_partitions(?)")
            .param(Columns.parameter(before))
            .query(Integer.class)
            .single());
    int batches = 0;
    while (delete(before) == BATCH && ++batches < BATCHES_A_DAY) {}
    batches = 0;
    while (deleteTraces(before) == BATCH && ++batches < BATCHES_A_DAY) {}
  }

  private int deleteTraces(Instant before) {
    return database.asSystem(jdbc -> TraceTable.clear(jdbc, before, BATCH));
  }

  private int delete(Instant before) {
    return database.asSystem(jdbc ->
        jdbc.sql(
                """
                delete from api_usage where (account_id, started_at, id) in (
                  select account_id, started_at, id from api_usage
                  where started_at < :before limit :batch)
                """)
            .param("before", Columns.parameter(before))
            .param("batch", BATCH)
            .update());
  }
}
