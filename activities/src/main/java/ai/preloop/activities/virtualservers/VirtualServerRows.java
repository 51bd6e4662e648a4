package ai.preloop.activities.virtualservers;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.virtualservers.VirtualServer.Plan;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Virtual servers as rows. */
final class VirtualServerRows {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<List<ToolChoice>> CHOICES = new TypeReference<>() {};
  private static final String COLUMNS =
      " id, name, presentation, entries::text as entries, created_at, updated_at ";

  private VirtualServerRows() {}

  static List<VirtualServer> all(JdbcClient jdbc, AccountId account) {
    return jdbc.sql(
            "select " + COLUMNS + " from virtual_servers where account_id = ? order by name, id")
        .param(account.value())
        .query((row, number) -> read(row))
        .list();
  }

  static VirtualServer add(JdbcClient jdbc, AccountId account, Plan plan) {
    return jdbc.sql(
            """
            insert into virtual_servers (id, account_id, name, presentation, entries)
            values (?, ?, ?, ?, ?::jsonb) returning
            """
                + COLUMNS)
        .params(
            Ids.next(),
            account.value(),
            plan.name(),
            plan.presentation().word(),
            JSON.writeValueAsString(plan.tools()))
        .query((row, number) -> read(row))
        .single();
  }

  static VirtualServer change(JdbcClient jdbc, AccountId account, UUID id, Plan plan) {
    return jdbc.sql(
            """
            update virtual_servers
            set name = ?, presentation = ?, entries = ?::jsonb, updated_at = now()
            where id = ? and account_id = ? returning
            """
                + COLUMNS)
        .params(
            plan.name(),
            plan.presentation().word(),
            JSON.writeValueAsString(plan.tools()),
            id,
            account.value())
        .query((row, number) -> read(row))
        .single();
  }

  static void delete(JdbcClient jdbc, AccountId account, UUID id) {
    jdbc.sql("delete from virtual_servers where id = ? and account_id = ?")
        .params(id, account.value())
        .update();
  }

  private static VirtualServer read(ResultSet row) throws SQLException {
    return new VirtualServer(
        Columns.uuid(row, "id"),
        new Plan(
            row.getString("name"),
            Presentation.of(row.getString("presentation")),
            JSON.readValue(row.getString("entries"), CHOICES)),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }
}
