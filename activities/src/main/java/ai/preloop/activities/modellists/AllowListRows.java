package ai.preloop.activities.modellists;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.identity.AllowedModels;
import ai.preloop.activities.modellists.ModelAllowList.Plan;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lists as rows, inside the transaction of an account. */
record AllowListRows(JdbcClient jdbc, AccountId account) {

  private static final String COLUMNS = " id, scope, scope_value, models, created_at, updated_at ";

  List<ModelAllowList> all() {
    return jdbc.sql(
            "select"
                + COLUMNS
                + "from model_allow_lists where account_id = ? order by scope, scope_value, id")
        .param(account.value())
        .query(AllowListRows::read)
        .list();
  }

  ModelAllowList add(Plan plan) {
    return jdbc.sql(
            """
            insert into model_allow_lists (id, account_id, scope, scope_value, models)
            values (?, ?, ?, ?, ?) returning
            """
                + COLUMNS)
        .params(
            Ids.next(),
            account.value(),
            plan.scope().type().word(),
            plan.scope().value(),
            names(plan))
        .query(AllowListRows::read)
        .single();
  }

  ModelAllowList change(UUID id, Plan plan) {
    return jdbc.sql(
            """
            update model_allow_lists
            set scope = ?, scope_value = ?, models = ?, updated_at = now()
            where id = ? and account_id = ? returning
            """
                + COLUMNS)
        .params(plan.scope().type().word(), plan.scope().value(), names(plan), id, account.value())
        .query(AllowListRows::read)
        .single();
  }

  void delete(UUID id) {
    jdbc.sql("delete from model_allow_lists where id = ? and account_id = ?")
        .params(id, account.value())
        .update();
  }

  /** The id of a person, by that or by the name. */
  Optional<UUID> user(String called) {
    return jdbc.sql(
            """
            select id from users
            where account_id = :account and (id::text = :called or lower(username) = lower(:called))
            """)
        .param("account", account.value())
        .param("called", called)
        .query(UUID.class)
        .optional();
  }

  private static String[] names(Plan plan) {
    return plan.models().patterns().toArray(String[]::new);
  }

  private static ModelAllowList read(ResultSet row, int number) throws SQLException {
    return new ModelAllowList(
        Columns.uuid(row, "id"),
        new Plan(
            new ListScope(ListScope.Type.of(row.getString("scope")), row.getString("scope_value")),
            new AllowedModels.Listed(Columns.texts(row, "models"))),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }
}
