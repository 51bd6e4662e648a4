package ai.preloop.activities.oauth;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a server's row says of it once a grant is made or has ended. */
record ServerStanding(JdbcClient jdbc) {

  /** Whoever looks at the server sees how it stands; a person's grant is that person's alone. */
  void note(GrantKey key, @Nullable String error) {
    if (key.user() == null) {
      jdbc.sql(
              """
              update mcp_servers set last_error = cast(:error as text), version = version + 1,
                last_error_at =
                  case
                    when cast(:error as text) is null then null
                    when status = 'error' then last_error_at
                    else clock_timestamp() end,
                status = case
                  when cast(:error as text) is not null then 'error'
                  when status <> 'error' then status
                  when last_scanned_at is null then 'new'
                  else 'active' end
              where account_id = :account and id = :id
              """)
          .param("error", error)
          .param("account", key.server().account().value())
          .param("id", key.server().id())
          .update();
    }
  }
}
