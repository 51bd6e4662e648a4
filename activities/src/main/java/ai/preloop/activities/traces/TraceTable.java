package ai.preloop.activities.traces;

import ai.preloop.activities.database.Columns;
import ai.preloop.workflows.identity.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of traces, written with the calls that left them; twice is as once. */
public final class TraceTable {

  private TraceTable() {}

  public static void insert(JdbcClient jdbc, AccountId account, List<TracedCall> calls) {
    toolCalls(jdbc, account, calls.stream().flatMap(TraceTable::asked).toList());
    contents(jdbc, account, calls.stream().flatMap(TraceTable::said).toList());
  }

  /** Clears one batch of what is past its time; as many as the largest of them were. */
  public static int clear(JdbcClient jdbc, Instant before, int batch) {
    int calls = clear(jdbc, "model_tool_calls", "started_at", before, batch);
    int contents = clear(jdbc, "model_contents", "started_at", before, batch);
    int ties = clear(jdbc, "call_ties", "at", before, batch);
    return Math.max(calls, Math.max(contents, ties));
  }

  private static int clear(JdbcClient jdbc, String table, String age, Instant before, int batch) {
    return jdbc.sql(
            "delete from %1$s where ctid in (select ctid from %1$s where %2$s < :before limit :batch)"
                .formatted(table, age))
        .param("before", Columns.parameter(before))
        .param("batch", batch)
        .update();
  }

  private static void toolCalls(JdbcClient jdbc, AccountId account, List<Asked> asked) {
    if (asked.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into model_tool_calls (
              account_id, call_id, tool_call_id, started_at, user_id, session)
            select :account, call_id, tool_call_id, started_at, user_id, session
            from unnest(:calls::uuid[], :ids::text[], :starts::timestamptz[], :users::uuid[],
              :sessions::text[]) as t(call_id, tool_call_id, started_at, user_id, session)
            on conflict do nothing
            """)
        .param("account", account.value())
        .param("calls", Columns.array(asked, a -> a.call().id()))
        .param("ids", Columns.array(asked, Asked::toolCall))
        .param("starts", Columns.array(asked, a -> a.call().startedAt()))
        .param("users", Columns.array(asked, a -> a.call().user()))
        .param("sessions", Columns.array(asked, a -> a.call().session()))
        .update();
  }

  private static void contents(JdbcClient jdbc, AccountId account, List<Said> said) {
    if (said.isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into model_contents (
              account_id, call_id, started_at, request_preview, answer_preview)
            select :account, call_id, started_at, request_preview, answer_preview
            from unnest(:calls::uuid[], :starts::timestamptz[], :requests::text[],
              :answers::text[]) as c(call_id, started_at, request_preview, answer_preview)
            on conflict do nothing
            """)
        .param("account", account.value())
        .param("calls", Columns.array(said, s -> s.call().id()))
        .param("starts", Columns.array(said, s -> s.call().startedAt()))
        .param("requests", Columns.array(said, Said::request))
        .param("answers", Columns.array(said, Said::answer))
        .update();
  }

  private static Stream<Asked> asked(TracedCall call) {
    return call.trace().toolCalls().stream().map(id -> new Asked(call, id));
  }

  private static Stream<Said> said(TracedCall call) {
    return Stream.ofNullable(call.trace().words())
        .map(words -> new Said(call, words.request().preview(), words.answer().preview()));
  }

  private record Asked(TracedCall call, String toolCall) {}

  private record Said(TracedCall call, String request, String answer) {}
}
