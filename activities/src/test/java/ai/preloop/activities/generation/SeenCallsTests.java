package ai.preloop.activities.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditFixtures;
import ai.preloop.activities.audit.AuditLog;
import ai.preloop.activities.audit.AuditLog.Span;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.database.DatabaseFixture;
import ai.preloop.activities.generation.Wish.Observed;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeenCallsTests {

  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
  private static final Span SPAN = new Span(START, START.plusSeconds(60));

  private static DatabaseFixture fixture;
  private static Audit audit;

  private final Who claude = new Who("api_key", Ids.next(), "claude");
  private final Who ana = new Who("user", Ids.next(), "ana");
  private AuditLog log;
  private AccountId account;

  @BeforeAll
  static void start() {
    fixture = DatabaseFixture.migrated();
    audit = AuditFixtures.started(fixture.database());
  }

  @AfterAll
  static void stop() {
    audit.stop();
    fixture.close();
  }

  @BeforeEach
  void write() {
    log = new AuditLog(fixture.database());
    account = fixture.account(UUID.randomUUID().toString());
    Stream.of(
            call(claude, "pay", "allow", "{\"amount\":4711}"),
            call(claude, "pay", "deny", "{\"amount\":1,\"to\":\"geheim\"}"),
            call(ana, "list", "ask", null),
            call(claude, "late", "allow", "{}").at(START.plusSeconds(60)))
        .forEach(audit::note);
    await()
        .until(() ->
            log.judgedCalls(account, new Span(START, START.plusSeconds(90)), null, 9).size() == 4);
  }

  @Test
  void countsByTool() {
    SeenCalls seen = seen(null, null);

    assertThat(seen.calls()).isEqualTo(3);
    assertThat(seen.told())
        .containsEntry("older_calls_left_out", false)
        .containsEntry(
            "by_tool",
            List.of(
                Map.of(
                    "server", "shop",
                    "tool", "list",
                    "verdicts", Map.of("ask", 1L),
                    "callers", List.of("user ana"),
                    "arguments", Map.of()),
                Map.of(
                    "server", "shop",
                    "tool", "pay",
                    "verdicts", Map.of("allow", 1L, "deny", 1L),
                    "callers", List.of("api_key claude"),
                    "arguments",
                        Map.of(
                            "amount", "integer, in 2 calls",
                            "to", "string, length 6 to 6, in 1 calls"))));
  }

  @Test
  void looksAtOneCaller() {
    assertThat(seen("ana", null).calls()).isEqualTo(1);
    assertThat(seen("nobody", null).calls()).isZero();
    assertThat(seen(null, "claude").calls()).isEqualTo(2);
    assertThat(seen(null, String.valueOf(claude.id())).calls()).isEqualTo(2);
    assertThat(seen(null, "ana").calls()).as("a person is no key").isZero();
  }

  private SeenCalls seen(@Nullable String principal, @Nullable String key) {
    return SeenCalls.of(log, account, new Observed(SPAN, principal, key));
  }

  private AuditRecord call(Who who, String tool, String verdict, @Nullable String arguments) {
    return AuditRecord.of(account, who, What.toolCall("shop", tool, arguments))
        .judged(new Judgement(verdict, null, 1))
        .at(START.plusSeconds(tool.length()));
  }
}
