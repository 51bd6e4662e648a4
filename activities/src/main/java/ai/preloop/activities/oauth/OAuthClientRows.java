package ai.preloop.activities.oauth;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The row of a server in {@code oauth_clients}, inside the transaction of its account. */
record OAuthClientRows(JdbcClient jdbc, OAuthServer server) {

  Optional<OAuthClient> find() {
    return jdbc.sql("select client from oauth_clients where account_id = ? and server_id = ?")
        .params(server.account().value(), server.id())
        .query(String.class)
        .optional()
        .map(json -> JsonMapper.shared().readValue(json, OAuthClient.class));
  }

  /** False where somebody else was first. */
  boolean insert(OAuthClient client) {
    return jdbc.sql(
                """
                insert into oauth_clients (server_id, account_id, client)
                values (:server, :account, cast(:client as jsonb))
                on conflict (server_id) do nothing
                """)
            .param("server", server.id())
            .param("account", server.account().value())
            .param("client", JsonMapper.shared().writeValueAsString(client))
            .update()
        == 1;
  }

  void update(OAuthClient client) {
    jdbc.sql(
            """
            update oauth_clients set client = cast(:client as jsonb)
            where account_id = :account and server_id = :server and client ->> 'id' = :id
            """)
        .param("client", JsonMapper.shared().writeValueAsString(client))
        .param("account", server.account().value())
        .param("server", server.id())
        .param("id", client.id())
        .update();
  }

  /** This client, and none that came in its place. */
  void delete(OAuthClient client) {
    jdbc.sql(
            """
            delete from oauth_clients
            where account_id = ? and server_id = ? and client ->> 'id' = ?
            """)
        .params(server.account().value(), server.id(), client.id())
        .update();
  }

  void forget() {
    jdbc.sql("delete from oauth_clients where account_id = ? and server_id = ?")
        .params(server.account().value(), server.id())
        .update();
  }
}
