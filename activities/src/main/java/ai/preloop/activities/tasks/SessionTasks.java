package ai.preloop.activities.tasks;

import ai.preloop.activities.database.Columns;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.tasks.SessionTask.Place;
import ai.preloop.workflows.identity.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tasks of sessions, as rows that all nodes know. */
public final class SessionTasks {

  private final Database database;

  SessionTasks(Database database) {
    this.database = database;
  }

  /** False where the session has another task of this id. */
  public boolean keep(AccountId account, UUID session, SessionTask task) {
    Place place = task.place();
    return database.inAccount(
            account,
            jdbc ->
                jdbc.sql(
                        """
                        insert into mcp_tasks (account_id, mcp_session_id, task_id, server_id, tool)
                        values (:account, :session, :id, :server, :tool)
                        on conflict (account_id, mcp_session_id, task_id) do update
                          set tool = excluded.tool
                          where mcp_tasks.server_id is not distinct from excluded.server_id
                            and mcp_tasks.tool is not distinct from excluded.tool
                        """)
                    .param("account", account.value())
                    .param("session", session)
                    .param("id", task.id())
                    .param("server", place == null ? null : place.server())
                    .param("tool", place == null ? null : place.tool())
                    .update())
        == 1;
  }

  public Optional<SessionTask> find(AccountId account, UUID session, String id) {
    return database.inAccount(
        account,
        jdbc ->
            jdbc.sql(
                    """
                    select task_id, server_id, tool from mcp_tasks
                    where account_id = ? and mcp_session_id = ? and task_id = ?
                    """)
                .params(account.value(), session, id)
                .query(SessionTasks::task)
                .optional());
  }

  /** So many of a session's tasks after the one with this id, always in the same order. */
  public List<SessionTask> list(AccountId account, UUID session, String after, int most) {
    return database.inAccount(
        account,
        jdbc ->
            jdbc.sql(
                    """
                    select task_id, server_id, tool from mcp_tasks
                    where account_id = ? and mcp_session_id = ? and task_id > ?
                    order by task_id limit ?
                    """)
                .params(account.value(), session, after, most)
                .query(SessionTasks::task)
                .list());
  }

  /** Its server knows nothing of it any more. */
  public void forget(AccountId account, UUID session, String id) {
    database.doInAccount(
        account,
        jdbc ->
            jdbc.sql(
                    """
                    delete from mcp_tasks
                    where account_id = ? and mcp_session_id = ? and task_id = ?
                    """)
                .params(account.value(), session, id)
                .update());
  }

  private static SessionTask task(ResultSet row, int number) throws SQLException {
    @Nullable String tool = row.getString("tool");
    return new SessionTask(
        row.getString("task_id"),
        tool == null ? null : new Place(Columns.uuid(row, "server_id"), tool));
  }
}
