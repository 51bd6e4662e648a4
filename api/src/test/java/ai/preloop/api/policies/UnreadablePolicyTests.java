package ai.preloop.api.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.api.edge.Edge;
import ai.preloop.policies.problems.ProblemException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** A stored version that this release cannot read, whatever is wrong with it. */
class UnreadablePolicyTests {

  private static final String DOCUMENT =
      """
      version: "1.0"
      metadata: { name: mine }
      tools:
        - { name: bash, otherwise: deny }
      """;

  private Edge edge;
  private Principal person;

  @BeforeEach
  void start() {
    edge = Edge.start();
    person = edge.person();
    assertThat(upload(edge.owner())).hasStatusOk();
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"schema\":1,\"documents\":null}",
        "{\"schema\":1,\"documents\":[{\"format\":\"YAML\",\"source\":\"\"}]}",
        "{\"schema\":4,\"documents\":[]}"
      })
  void isKeptToItsAccountUntilItIsReplaced(String content) throws Exception {
    Principal stranger = edge.stranger();
    spoil(content);
    edge.bean(Revisions.class).refresh();

    assertThatThrownBy(() -> policies().require(person.account()))
        .asInstanceOf(type(ProblemException.class))
        .extracting(ProblemException::detail)
        .asString()
        .contains("version 1 cannot be read by this release");
    assertThat(policies().require(stranger.account()).compiled().version()).isZero();
    assertThat(edge.bean(Revisions.class).unreadableAccounts()).isZero();

    MvcTestResult replaced = upload(edge.owner());

    assertThat(replaced).hasStatusOk();
    assertThat(replaced).bodyJson().extractingPath("version").isEqualTo(2);
    assertThat(replaced)
        .bodyJson()
        .extractingPath("findings[?(@.code == 'version.unreadable')].message")
        .asArray()
        .singleElement(STRING)
        .contains("Version 1 could not be read");
    assertThat(policies().require(person.account()).compiled().version()).isEqualTo(2);
  }

  @Test
  void isNotReplacedByWhoMayWriteOneOwnersEntriesOnly() throws Exception {
    String key = edge.key(Scope.policyWrite("mine"));
    assertThat(upload(key)).hasStatusOk();

    spoil("{}");

    assertThat(upload(key)).hasStatus(403);
  }

  @Test
  void isNotChangedEntryByEntry() throws Exception {
    spoil("{}");

    assertThat(edge.get("/api/v1/tool-configurations", edge.owner()).exchange()).hasStatus(409);
    assertThat(
            edge.post("/api/v1/tool-configurations", edge.owner())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"name\":\"a\"}")
                .exchange())
        .hasStatus(409)
        .bodyJson()
        .extractingPath("detail")
        .asString()
        .contains("Version 1");
  }

  private ActivePolicies policies() {
    return edge.bean(ActivePolicies.class);
  }

  private MvcTestResult upload(String credential) {
    return edge.post("/api/v1/policies/upload", credential)
        .contentType(MediaType.parseMediaType("text/yaml"))
        .content(DOCUMENT.getBytes(StandardCharsets.UTF_8))
        .exchange();
  }

  /**
   * As a newer release, or a slip of an operator, may leave it; versions are not rewritten else.
   */
  private void spoil(String content) throws Exception {
    DatabaseSettings settings = edge.bean(DatabaseSettings.class);
    try (Connection connection =
            DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
        Statement statement = connection.createStatement()) {
      statement.execute("alter table policy_versions no force row level security");
      statement.execute("update policy_versions set content = '%s'".formatted(content));
      statement.execute("alter table policy_heads no force row level security");
      statement.execute("alter table account_revisions no force row level security");
      statement.execute("update policy_heads set active_version = active_version");
    }
  }
}
