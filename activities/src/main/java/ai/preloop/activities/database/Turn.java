package ai.preloop.activities.database;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What only one transaction does at a time, on all nodes. */
public final class Turn {

  private Turn() {}

  /**
   * Waits until no other transaction has the turn of this name, and keeps it to the end of this.
   */
  public static void await(JdbcClient jdbc, String name) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param(name)
        .query((row, number) -> 1)
        .single();
  }
}
