package ai.preloop.activities.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientSessionsTests {

  private static final ClientName CLAUDE = new ClientName("claude-code", "3.0");

  private final DatabaseFixture fixture = DatabaseFixture.migrated();
  private final AccountId account = fixture.account("clients");
  private final Principal agent = key();
  private final ClientSessions here = new ClientSessions(sessions());
  private final ClientSessions there = new ClientSessions(sessions());

  @AfterEach
  void close() {
    fixture.close();
  }

  private Principal key() {
    return IdentityFixtures.key(account, new UserId(Ids.next()), Scope.MCP_CALL);
  }

  private McpSessions sessions() {
    return new McpSessions(fixture.database(), new SessionLimit(3));
  }

  @Test
  void aClientOfASubjectHasOneSessionOnEveryNode() {
    McpSession session = here.of(agent, CLAUDE, "{}");

    assertThat(here.of(agent, CLAUDE, "{}")).isEqualTo(session);
    assertThat(there.of(agent, CLAUDE, "{}").id()).isEqualTo(session.id());
    assertThat(session.isStateless()).isTrue();
    assertThat(session.subject()).isEqualTo(agent.id());
  }

  @Test
  void anotherClientOrSubjectHasAnother() {
    Principal other = key();
    McpSession session = here.of(agent, CLAUDE, "{}");

    assertThat(here.of(agent, new ClientName("claude-code", "3.1"), "{}").id())
        .isNotEqualTo(session.id());
    assertThat(here.of(other, CLAUDE, "{}"))
        .returns(other.id(), McpSession::subject)
        .extracting(McpSession::id)
        .isNotEqualTo(session.id());
  }

  @Test
  void callsAreCountedInOneWhoeverJoinsIt() {
    McpSessions sessions = sessions();
    McpSession first = new ClientSessions(sessions).of(agent, CLAUDE, "{}");
    first.calls().next();

    assertThat(new ClientSessions(sessions).of(agent, CLAUDE, "{}").calls().next()).isEqualTo(1);
  }

  @Test
  void oneThatWasIdleForAnHourIsOver() {
    McpSession session = here.of(agent, CLAUDE, "{}");
    fixture.owner().sql("update mcp_sessions set used_at = used_at - interval '2 hours'").update();

    assertThat(there.of(agent, CLAUDE, "{}").id()).isNotEqualTo(session.id());
  }

  @Test
  void noClientNamesItByItsId() {
    McpSessions sessions = sessions();
    McpSession session = new ClientSessions(sessions).of(agent, CLAUDE, "{}");

    assertThat(sessions.opened(agent, session.id().toString())).isEmpty();
    assertThat(sessions.end(agent, session.id().toString())).isFalse();
  }

  @Test
  void whatIsKnownIsFoundWithoutTheDatabase() {
    McpSession session = here.of(agent, CLAUDE, "{}");
    fixture.owner().sql("alter table mcp_sessions rename to mcp_sessions_away").update();

    assertThat(here.of(agent, CLAUDE, "{}")).isEqualTo(session);
  }

  @Test
  void oneThatMadeRoomIsMadeAgain() {
    McpSession session = here.of(agent, CLAUDE, "{}");
    for (int i = 0; i < 3; i++) {
      here.of(agent, new ClientName("other", String.valueOf(i)), "{}");
    }

    McpSession again = here.of(agent, CLAUDE, "{}");

    assertThat(again.id()).isNotEqualTo(session.id());
    assertThat(fixture.owner().sql("select count(*) from mcp_sessions").query(Long.class).single())
        .isEqualTo(3);
  }

  @Test
  void aSessionThatWasOpenedIsNotJoined() {
    McpSessions sessions = sessions();
    McpSession opened = sessions.open(agent, "2025-11-25", CLAUDE);

    assertThat(new ClientSessions(sessions).of(agent, CLAUDE, "{}").id()).isNotEqualTo(opened.id());
    assertThat(opened.isStateless()).isFalse();
  }
}
