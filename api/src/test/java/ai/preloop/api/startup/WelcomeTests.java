package ai.preloop.api.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.identity.ApiKeys;
import ai.preloop.activities.identity.FirstStart;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.LocalCredentials;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.SignIns;
import ai.preloop.activities.notifications.TerminalChannel;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.Uploads;
import ai.preloop.activities.secrets.RootKeyCheck;
import ai.preloop.activities.servers.Scanning;
import ai.preloop.activities.servers.Servers;
import ai.preloop.api.edge.Edge;
import ai.preloop.workflows.identity.AccountId;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DataAccessException;

@ExtendWith(OutputCaptureExtension.class)
class WelcomeTests {

  private static final Pattern PASSWORD = Pattern.compile("password is (\\S{20,}) ");

  private static final Pattern AGENT_KEY = Pattern.compile("prl_\\w+");

  @TempDir Path home;
  private final AnnotationConfigApplicationContext below = Edge.ground();

  @AfterEach
  void stop() {
    below.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void aGeneratedPasswordIsSeenWhateverFailsAfterIt(String environment, CapturedOutput output)
      throws SQLException {
    failAt("secrets");

    assertThatThrownBy(() -> welcome(environment).ready()).isInstanceOf(DataAccessException.class);

    Matcher shown = PASSWORD.matcher(output.getOut());
    assertThat(shown.find()).isTrue();
    assertThat(bean(SignIns.class).signIn("owner", shown.group(1), Set.of(), "here").scopes())
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"development", "production"})
  void isReadyOnceAPersonCanSignIn(String environment) {
    Welcome welcome = welcome(environment);
    assertThat(welcome.isReady()).isFalse();

    welcome.ready();

    assertThat(welcome.isReady()).isTrue();
  }

  @Test
  void isNotReadyWhereTheOwnerCouldNotBeMade() throws SQLException {
    failAt("users");
    Welcome welcome = welcome("development");

    assertThatThrownBy(welcome::ready).isInstanceOf(DataAccessException.class);

    assertThat(welcome.isReady()).isFalse();
  }

  @Test
  void aRevokedKeyOfTheAgentIsSaidAndNotShown(CapturedOutput output) {
    welcome("development").ready();
    Matcher shown = AGENT_KEY.matcher(output.getOut());
    assertThat(shown.find()).isTrue();
    int seen = output.getOut().length();
    revokeTheAgentsKey();

    welcome("development").ready();

    assertThat(output.getOut().substring(seen))
        .contains("was revoked")
        .doesNotContain(shown.group());
  }

  private void revokeTheAgentsKey() {
    AccountId account = bean(FirstStart.class).run(Optional.empty(), password -> {});
    Principal owner =
        IdentityFixtures.owner(account, IdentityFixtures.ownerOf(bean(Database.class), account));
    ApiKeys keys = bean(ApiKeys.class);
    keys.list(owner).stream()
        .filter(key -> key.name().equals("agent"))
        .forEach(key -> keys.revoke(owner, key.id()));
  }

  /** Whatever the product writes there next fails. */
  private void failAt(String table) throws SQLException {
    DatabaseSettings settings = bean(DatabaseSettings.class);
    try (var connection =
            DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
        var statement = connection.createStatement()) {
      statement.execute("alter table %s add check (false)".formatted(table));
    }
  }

  private Welcome welcome(String environment) {
    PreloopProperties settings = SettingsFixtures.of(home, environment);
    Listener listener = new Listener("127.0.0.1", 8000, settings);
    return new Welcome(
        settings,
        listener,
        bean(FirstStart.class),
        bean(LocalCredentials.class),
        bean(RootKeyCheck.class),
        new FirstSteps(
            bean(Servers.class),
            bean(Scanning.class),
            bean(Uploads.class),
            bean(ActivePolicies.class),
            listener),
        new TerminalChannel(System.out, ZoneId.systemDefault(), "preloop"));
  }

  private <T> T bean(Class<T> type) {
    return below.getBean(type);
  }
}
