package ai.preloop.activities.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class EmbeddedPostgresTests {

  @Test
  void servesTheRoleOfTheProductWhichIsNoSuperuser() throws SQLException {
    TestDatabase database = TestDatabase.fresh();
    try (var connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT current_user, rolsuper, rolcreaterole, current_setting('fsync')
                  FROM pg_roles WHERE rolname = current_user\
                """)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("preloop");
      assertThat(rows.getBoolean(2)).isFalse();
      assertThat(rows.getBoolean(3)).isTrue();
      assertThat(rows.getString(4)).isEqualTo("on");
    }
  }
}
