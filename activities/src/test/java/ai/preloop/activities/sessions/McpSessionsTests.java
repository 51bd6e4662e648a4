package ai.preloop.activities.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.identity.Principal;
import ai.preloop.workflows.identity.AccountId;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class McpSessionsTests {

  private final DatabaseFixture fixture = DatabaseFixture.migrated();
  private final AccountId account = fixture.account("sessions");
  private final Principal agent = Principal.ofProduct(account);
  private final McpSessions here = new McpSessions(fixture.database());
  private final McpSessions there = new McpSessions(fixture.database());

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aSessionThatIsKnownIsFoundWithoutTheDatabase() {
    McpSession session = here.open(agent, "2025-11-25", "{}");
    fixture.owner().sql("alter table mcp_sessions rename to mcp_sessions_away").update();

    assertThat(here.find(agent, session.id().toString())).contains(session);
  }

  @Test
  void whatAnotherNodeEndedIsUnknownAfterTheNextLook() {
    McpSession ended = here.open(agent, "2025-11-25", "{}");
    McpSession open = here.open(agent, "2025-11-25", "{}");
    there.end(agent, ended.id().toString());
    assertThat(here.find(agent, ended.id().toString())).isPresent();

    here.look();

    assertThat(here.find(agent, ended.id().toString())).isEmpty();
    assertThat(here.find(agent, open.id().toString())).contains(open);
  }

  @Test
  void thatASessionIsUsedIsNotedByTheLook() {
    UUID id = here.open(agent, "2025-11-25", "{}").id();
    fixture
        .database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql("update mcp_sessions set used_at = now() - interval '3 days'").update());

    here.look();

    assertThat(isUsedJustNow(id)).isTrue();
  }

  private boolean isUsedJustNow(UUID id) {
    return fixture
        .database()
        .inAccount(
            account,
            jdbc ->
                jdbc.sql(
                        "select used_at > now() - interval '1 minute' from mcp_sessions where id = ?")
                    .param(id)
                    .query(Boolean.class)
                    .single());
  }
}
