package ai.preloop.activities.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class McpSessionsTests {

  private static final ClientName CLAUDE = new ClientName("claude-code", "2.1.197");

  private final DatabaseFixture fixture = DatabaseFixture.migrated();
  private final AccountId account = fixture.account("sessions");
  private final Principal agent = Principal.ofProduct(account);
  private final McpSessions here = new McpSessions(fixture.database(), new SessionLimit(3));
  private final McpSessions there = new McpSessions(fixture.database(), new SessionLimit(3));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aSessionThatIsKnownIsFoundWithoutTheDatabase() {
    McpSession session = here.open(agent, "2025-11-25", CLAUDE);
    fixture.owner().sql("alter table mcp_sessions rename to mcp_sessions_away").update();

    assertThat(here.find(agent, session.id().toString())).contains(session);
  }

  @Test
  void whatAnotherNodeEndedIsUnknownAfterTheNextLook() {
    McpSession ended = here.open(agent, "2025-11-25", CLAUDE);
    McpSession open = here.open(agent, "2025-11-25", CLAUDE);
    there.end(agent, ended.id().toString());
    assertThat(here.find(agent, ended.id().toString())).isPresent();

    here.look();

    assertThat(here.find(agent, ended.id().toString())).isEmpty();
    assertThat(here.find(agent, open.id().toString())).contains(open);
  }

  @Test
  void thatASessionIsUsedIsNotedByTheLook() {
    UUID id = here.open(agent, "2025-11-25", CLAUDE).id();
    fixture
        .database()
        .doInAccount(
            account,
            jdbc ->
                jdbc.sql("update mcp_sessions set used_at = now() - interval '3 days'").update());

    here.look();

    assertThat(isUsedJustNow(id)).isTrue();
  }

  @Test
  void callsAreCountedHereAndLearnedFromOtherNodesByTheLook() {
    McpSession session = here.open(agent, "2025-11-25", CLAUDE);
    assertThat(session.calls().next()).isZero();
    assertThat(session.calls().next()).isEqualTo(1);
    CallCount elsewhere = found(there, session.id()).calls();
    assertThat(elsewhere.next()).isZero();

    here.look();
    assertThat(session.calls().next()).isEqualTo(2);
    there.look();
    assertThat(elsewhere.next()).isEqualTo(3);
    here.look();
    there.look();
    here.look();

    assertThat(session.calls().next()).isEqualTo(5);
    assertThat(callsOf(session.id())).isEqualTo(5);
  }

  @Test
  void callsThatCouldNotBeWrittenAreWrittenByTheNextLook() {
    McpSession session = here.open(agent, "2025-11-25", CLAUDE);
    session.calls().next();
    fixture.owner().sql("alter table mcp_sessions rename to mcp_sessions_away").update();
    assertThatThrownBy(here::look).isInstanceOf(RuntimeException.class);
    fixture.owner().sql("alter table mcp_sessions_away rename to mcp_sessions").update();

    here.look();
    here.look();

    assertThat(callsOf(session.id())).isEqualTo(1);
    assertThat(session.calls().next()).isEqualTo(1);
  }

  @Test
  void countingDoesNotAskTheDatabase() {
    McpSession session = here.open(agent, "2025-11-25", CLAUDE);
    fixture.owner().sql("alter table mcp_sessions rename to mcp_sessions_away").update();

    assertThat(found(here, session.id()).calls().next()).isZero();
    assertThat(found(here, session.id()).calls().next()).isEqualTo(1);
  }

  @Test
  void oneTooManyEndsTheOneThatWasIdleForLongest() {
    McpSession first = here.open(agent, "2025-11-25", CLAUDE);
    McpSession second = here.open(agent, "2025-11-25", CLAUDE);
    McpSession third = here.open(agent, "2025-11-25", CLAUDE);
    McpSession another = here.open(key(), "2025-11-25", CLAUDE);
    usedDaysAgo(second.id(), 2);
    usedDaysAgo(third.id(), 1);

    McpSession fourth = here.open(agent, "2025-11-25", CLAUDE);

    assertThat(List.of(first, third, fourth))
        .allSatisfy(kept -> assertThat(found(here, kept)).isTrue());
    assertThat(found(here, second)).isFalse();
    assertThat(found(there, second)).isFalse();
    assertThat(rows()).contains(another.id()).doesNotContain(second.id()).hasSize(4);
  }

  @Test
  void oneThatWasOpenedFirstAndIsInUseStays() {
    McpSession inUse = here.open(agent, "2025-11-25", CLAUDE);
    McpSession idle = here.open(agent, "2025-11-25", CLAUDE);
    here.open(agent, "2025-11-25", CLAUDE);
    here.look();
    here.find(agent, inUse.id().toString());
    here.look();

    there.open(agent, "2025-11-25", CLAUDE);

    assertThat(rows()).contains(inUse.id()).doesNotContain(idle.id()).hasSize(3);
  }

  @Test
  void whatEndedLeavesNoRow() {
    McpSession session = here.open(agent, "2025-11-25", CLAUDE);

    assertThat(here.end(agent, session.id().toString())).isTrue();

    assertThat(rows()).isEmpty();
    assertThat(found(here, session)).isFalse();
  }

  @Test
  void whatAClientSaysOfItselfIsKeptShortAndStorable() {
    ClientName wordy = new ClientName("a".repeat(127) + "😀" + "b".repeat(4_000_000), "1\0\"2");

    McpSession session = here.open(agent, "2025-11-25", wordy);

    assertThat(session.client().name()).hasSizeLessThan(300);
    assertThat(there.find(agent, session.id().toString()))
        .get()
        .extracting(found -> found.client().name(), type(String.class))
        .satisfies(client -> {
          JsonNode said = new JsonMapper().readTree(client);
          assertThat(said.path("name").asString()).isEqualTo("a".repeat(127) + "\uFFFD");
          assertThat(said.path("version").asString()).isEqualTo("1\uFFFD\"2");
        });
  }

  private Principal key() {
    return IdentityFixtures.key(account, new UserId(Ids.next()), Scope.MCP_CALL);
  }

  private boolean found(McpSessions node, McpSession session) {
    return node.find(agent, session.id().toString()).isPresent();
  }

  private McpSession found(McpSessions node, UUID id) {
    return node.find(agent, id.toString()).orElseThrow();
  }

  private long callsOf(UUID id) {
    return fixture
        .owner()
        .sql("select calls from mcp_sessions where id = ?")
        .param(id)
        .query(Long.class)
        .single();
  }

  private Set<UUID> rows() {
    return fixture.owner().sql("select id from mcp_sessions").query(UUID.class).set();
  }

  private void usedDaysAgo(UUID id, int days) {
    fixture
        .owner()
        .sql("update mcp_sessions set used_at = now() - make_interval(days => ?) where id = ?")
        .params(days, id)
        .update();
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
