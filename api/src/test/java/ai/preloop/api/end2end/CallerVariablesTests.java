package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What conditions are told of somebody who really calls, and of the session that the call is in.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallerVariablesTests {

  private OwnServer own;
  private Agent agent;

  @BeforeAll
  void start() {
    own = new OwnServer(RunningPreloop.shared());
    own.define("\"inputSchema\":{\"type\":\"object\"}").register("");
    agent = own.agent();
  }

  @AfterAll
  void stop() {
    own.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "principal.type == 'api_key'",
        "principal.name == 'NAME'",
        "principal.user == 'owner'",
        "principal.roles == ['owner']",
        "principal.teams == []",
        "principal.scopes == ['mcp:call']",
        "session.source == 'mcp'",
        "session.started_at <= now && session.started_at > now - duration('5m')",
        "agent.id == '' && flow.id == ''"
      })
  void areTheCallersOwn(String expression) {
    assertThat(told(expression)).isEqualTo("It is so.");
  }

  @Test
  void nameTheSession() {
    assertThat(told("session.id == '%s'".formatted(agent.session()))).isEqualTo("It is so.");
    assertThat(told("session.id == '%s'".formatted(own.agent().session()))).isEqualTo(own.name());
  }

  /** What its call is answered: by the tool its own name, where the condition does not match. */
  private String told(String expression) {
    own.upload(
        """
        tools:
          - name: NAME
            conditions:
              - { expression: "%s", action: deny, description: It is so. }
        """
            .formatted(expression));
    return agent.call(own.name(), "{}").at("/content/0/text").asString();
  }
}
