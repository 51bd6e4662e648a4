package ai.preloop.activities.models;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.models.AiModel.Plan;
import ai.preloop.activities.models.AiModel.Terms;
import ai.preloop.workflows.identity.AccountId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Models as rows. */
final class AiModelRows {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String COLUMNS =
      " id, alias, provider, identifier, endpoint, secret, prices::text as prices,"
          + " limits::text as limits, routing::text as routing, created_at, updated_at ";

  private AiModelRows() {}

  static List<AiModel> all(JdbcClient jdbc, AccountId account) {
    return jdbc.sql("select " + COLUMNS + " from ai_models where account_id = ? order by alias, id")
        .param(account.value())
        .query((row, number) -> read(row))
        .list();
  }

  static AiModel add(JdbcClient jdbc, AccountId account, UUID id, Plan plan) {
    return written(
        jdbc.sql(
            """
            insert into ai_models (id, account_id, alias, provider, identifier, endpoint, secret,
              prices, limits, routing)
            values (:id, :account, :alias, :provider, :identifier, :endpoint, :secret,
              :prices::jsonb, :limits::jsonb, :routing::jsonb) returning
            """
                + COLUMNS),
        account,
        id,
        plan);
  }

  static AiModel change(JdbcClient jdbc, AccountId account, UUID id, Plan plan) {
    return written(
        jdbc.sql(
            """
            update ai_models
            set alias = :alias, provider = :provider, identifier = :identifier,
              endpoint = :endpoint, secret = :secret, prices = :prices::jsonb,
              limits = :limits::jsonb, routing = :routing::jsonb, updated_at = now()
            where id = :id and account_id = :account returning
            """
                + COLUMNS),
        account,
        id,
        plan);
  }

  static void delete(JdbcClient jdbc, AccountId account, UUID id) {
    jdbc.sql("delete from ai_models where id = ? and account_id = ?")
        .params(id, account.value())
        .update();
  }

  private static AiModel written(
      JdbcClient.StatementSpec statement, AccountId account, UUID id, Plan plan) {
    Terms terms = plan.terms();
    return statement
        .param("id", id)
        .param("account", account.value())
        .param("alias", plan.alias())
        .param("provider", plan.provider())
        .param("identifier", plan.identifier())
        .param("endpoint", text(plan.endpoint()))
        .param("secret", plan.secret())
        .param("prices", JSON.writeValueAsString(terms.prices()))
        .param("limits", JSON.writeValueAsString(terms.limits()))
        .param("routing", JSON.writeValueAsString(terms.routing()))
        .query((row, number) -> read(row))
        .single();
  }

  private static @Nullable String text(@Nullable URI endpoint) {
    return endpoint == null ? null : endpoint.toString();
  }

  private static AiModel read(ResultSet row) throws SQLException {
    String endpoint = row.getString("endpoint");
    return new AiModel(
        Columns.uuid(row, "id"),
        new Plan(
            row.getString("alias"),
            row.getString("provider"),
            row.getString("identifier"),
            endpoint == null ? null : URI.create(endpoint),
            row.getString("secret"),
            new Terms(
                JSON.readValue(row.getString("prices"), OwnPrices.class),
                JSON.readValue(row.getString("limits"), Limits.class),
                JSON.readValue(row.getString("routing"), Routing.class))),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"));
  }
}
