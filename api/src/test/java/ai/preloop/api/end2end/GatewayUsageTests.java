package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.dialects.Operation;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.usage.ModelCall.Attribution;
import ai.preloop.activities.usage.UsageFixtures;
import ai.preloop.activities.usage.UsageLedger;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the ledger of model calls can be asked for. */
class GatewayUsageTests {

  private static final String SUMMARY = "/api/v1/account/gateway-usage/summary";
  private static final String SEARCH = "/api/v1/account/gateway-usage/search";
  private static final Usage SPENT = new Usage(10, 200, 30, 40, 5);

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final String owner = preloop.owner();
  private final String session = UUID.randomUUID().toString();
  private final Principal caller = UsageFixtures.key(account(), "usage-" + session);

  @Test
  void saysWhatCallsComeTo() {
    record("fast", 1_500_000_003L);
    record("fast", 500_000_000L);
    record("own", null);
    awaitCalls(3);

    JsonNode summary =
        http.get(SUMMARY + "?session=" + session + "&by=model,day", owner).expect(200);

    JsonNode totals = summary.path("totals");
    assertThat(totals.path("calls").asInt()).isEqualTo(3);
    assertThat(totals.path("input_tokens").asInt()).isEqualTo(720);
    assertThat(totals.path("output_tokens").asInt()).isEqualTo(120);
    assertThat(totals.path("cache_read_tokens").asInt()).isEqualTo(600);
    assertThat(totals.path("unpriced_calls").asInt()).isEqualTo(1);
    assertThat(totals.path("cost_usd").toString()).isEqualTo("2.000000003");
    assertThat(summary.path("groups").valueStream().map(each -> each.path("model").asString()))
        .containsExactly("fast", "own");
    assertThat(summary.path("groups").path(0).path("day").asString())
        .matches("\\d{4}-\\d\\d-\\d\\d");
    assertThat(summary.path("cut").asBoolean(true)).isFalse();
  }

  @Test
  void showsEachCallWithItsSmallCostInFull() {
    record("fast", 3L);
    awaitCalls(1);

    Http.Reply reply = http.get(SEARCH + "?session=" + session, owner);

    JsonNode call = reply.expect(200).path("items").path(0);
    assertThat(reply.body()).contains("\"cost_usd\":0.000000003");
    assertThat(call.path("status").asString()).isEqualTo("ok");
    assertThat(call.path("input_tokens").asInt()).isEqualTo(10);
    assertThat(call.path("total_input_tokens").asInt()).isEqualTo(240);
    assertThat(call.path("key_name").asString()).isEqualTo(caller.name());
    assertThat(call.path("upstream_request_id").asString()).isEqualTo("req_1");
  }

  @Test
  void pagesThroughCalls() {
    record("fast", 1L);
    record("fast", 2L);
    awaitCalls(2);

    JsonNode first = http.get(SEARCH + "?limit=1&session=" + session, owner).expect(200);
    String cursor = first.path("next_cursor").asString();
    JsonNode second =
        http.get(SEARCH + "?limit=1&session=" + session + "&cursor=" + cursor, owner).expect(200);

    assertThat(second.path("items").path(0).path("id").asString())
        .isNotEmpty()
        .isNotEqualTo(first.path("items").path(0).path("id").asString());
    assertThat(second.path("next_cursor").isNull()).isTrue();
  }

  @Test
  void saysWhatTheCallsOfAKeyComeTo() {
    record("fast", 1_000_000_000L);
    awaitCalls(1);
    String ofKey = "/api/v1/auth/api-keys/%s/gateway-usage/summary?by=model";

    JsonNode summary = http.get(ofKey.formatted(caller.id()), owner).expect(200);

    assertThat(summary.path("totals").path("cost_usd").toString()).isEqualTo("1");
    http.get(ofKey.formatted(UUID.randomUUID()), owner).expect(404);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(detail(SUMMARY + "?by=colour"))
        .isEqualTo(
            "by is one of model, provider, key, user, session, agent, flow, execution, team, day, hour.");
    assertThat(detail(SUMMARY + "?by=model,day,key"))
        .isEqualTo("Calls are grouped by one dimension, or by two different ones.");
    assertThat(detail(SEARCH + "?status=x"))
        .isEqualTo("status is one of open, ok, refused, failed, cut, left, partial.");
    assertThat(detail(SEARCH + "?operation=x")).startsWith("operation is one of chat_completions,");
    assertThat(detail(SUMMARY + "?from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z"))
        .isEqualTo("from is at most 400 days before to.");
    assertThat(detail(SEARCH + "?limit=0")).isEqualTo("A limit is between 1 and 1000.");
    assertThat(detail(SEARCH + "?modell=x")).contains("Did you mean `model`?");
  }

  @Test
  void wantsTheScopeToRead() {
    String narrow = preloop.token("policy:write");

    http.get(SUMMARY, narrow).expect(403);
    http.get(SEARCH, narrow).expect(403);
    http.get(SUMMARY, "").expect(401);
  }

  @Test
  void settlesWhatALostNodeHadOpen() {
    UUID call = UUID.randomUUID();
    preloop
        .bean(Database.class)
        .doAsSystem(jdbc ->
            jdbc.sql(
                    """
                    insert into api_usage (account_id, id, started_at, node_id, user_id, session,
                      model, operation, dialect, streamed, bound_nanos, status)
                    values (?, ?, now(), ?, ?, ?, 'fast', 'messages', 'anthropic', true, 7, 'open')
                    """)
                .params(account().value(), call, UUID.randomUUID(), UUID.randomUUID(), session)
                .update());

    await()
        .untilAsserted(() -> {
          JsonNode found = http.get(SEARCH + "?session=" + session, owner).expect(200);
          assertThat(found.path("items").path(0).path("status").asString()).isEqualTo("partial");
          assertThat(found.path("items").path(0).path("usage_estimated").asBoolean()).isTrue();
        });
  }

  private String detail(String path) {
    return http.get(path, owner).expect(422).path("detail").asString();
  }

  private void record(String model, @Nullable Long nanos) {
    UsageLedger ledger = preloop.bean(UsageLedger.class);
    Attribution ours = new Attribution(session, "claude-code", null, null, null);
    ledger
        .open(UsageFixtures.call(caller, model, Operation.MESSAGES, ours, UsageFixtures.BOUND))
        .settle(UsageFixtures.ok(SPENT, nanos));
  }

  private void awaitCalls(int count) {
    await()
        .until(() -> {
          JsonNode found = http.get(SEARCH + "?status=ok&session=" + session, owner).expect(200);
          return found.path("items").size() == count;
        });
  }

  private AccountId account() {
    List<UUID> found =
        preloop
            .bean(Database.class)
            .asSystem(jdbc ->
                jdbc.sql("select id from accounts where name = 'default'")
                    .query(UUID.class)
                    .list());
    return new AccountId(found.getFirst());
  }
}
