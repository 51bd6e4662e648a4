package ai.preloop.api.nodes;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** NOTIFY, cut off: what every trigger calls by that name says nothing. */
final class MutedNotify implements AutoCloseable {

  private final JdbcClient sql;

  MutedNotify(JdbcClient sql) {
    this.sql = sql;
    sql.sql("create schema muted").update();
    sql.sql("grant usage on schema muted to public").update();
    sql.sql("create function muted.pg_notify(text, text) returns void language sql as ''").update();
    alterTriggers("set search_path = muted, pg_catalog, public");
  }

  private void alterTriggers(String how) {
    List<String> functions =
        sql.sql(
                """
                select oid::regprocedure::text from pg_proc
                where prosrc like '%pg_notify%' and pronamespace = 'public'::regnamespace
                """)
            .query(String.class)
            .list();
    functions.forEach(each -> sql.sql("alter function %s %s".formatted(each, how)).update());
  }

  @Override
  public void close() {
    alterTriggers("reset search_path");
    sql.sql("drop schema muted cascade").update();
  }
}
