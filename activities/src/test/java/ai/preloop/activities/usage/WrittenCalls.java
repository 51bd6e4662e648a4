package ai.preloop.activities.usage;

import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is in the table, whoever wrote it. */
record WrittenCalls(Database database, AccountId account) {

  List<Map<String, @Nullable Object>> all() {
    return database.asSystem(jdbc ->
        jdbc.sql("select * from api_usage where account_id = ? order by started_at, id")
            .param(account.value())
            .query()
            .listOfRows());
  }

  Map<String, @Nullable Object> only(UUID id) {
    return all().stream().filter(row -> id.equals(row.get("id"))).findFirst().orElseThrow();
  }

  UUID node(UUID id) {
    return (UUID) Objects.requireNonNull(only(id).get("node_id"));
  }

  String status(UUID id) {
    return all().stream()
        .filter(row -> id.equals(row.get("id")))
        .map(row -> String.valueOf(row.get("status")))
        .findFirst()
        .orElse("");
  }

  List<String> statuses() {
    return all().stream().map(row -> String.valueOf(row.get("status"))).toList();
  }
}
