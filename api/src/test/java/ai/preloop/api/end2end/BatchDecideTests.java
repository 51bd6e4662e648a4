package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class BatchDecideTests {

  private static final String PATH = "/api/v1/approval-requests/batch-decide";

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final Approver owner = new Approver(http, preloop.owner());
  private final Agent agent = preloop.agent();

  @Test
  void decidesEachAsASingleDecisionWould() {
    String one = agent.payLater("Batch " + UUID.randomUUID());
    String other = agent.payLater("Batch " + UUID.randomUUID());
    String wrong = agent.payLater("Batch " + UUID.randomUUID());
    String unknown = UUID.randomUUID().toString();
    String digest = owner.show(one).path("digest").asString();

    JsonNode items =
        decide(
            "{\"id\":\"%s\",\"approved\":true,\"digest\":\"%s\"}".formatted(one, digest),
            "{\"id\":\"%s\",\"approved\":true}".formatted(unknown),
            "{\"id\":\"%s\",\"approved\":true,\"digest\":\"%s\"}".formatted(wrong, digest),
            "{\"id\":\"%s\",\"approved\":false,\"comment\":\"Not that\"}".formatted(other));

    assertThat(items.valueStream().map(item -> item.path("id").asString()))
        .containsExactly(one, unknown, wrong, other);
    assertThat(items.valueStream().map(item -> item.path("status").asInt()))
        .containsExactly(200, 404, 409, 200);
    assertThat(items.path(0).path("approval_status").asString()).isEqualTo("approved");
    assertThat(items.path(0).has("problem")).isFalse();
    assertThat(items.path(1).at("/problem/type").asString()).endsWith("/not-found");
    assertThat(items.path(1).at("/problem/instance").asString())
        .isEqualTo("/api/v1/approval-requests/" + unknown);
    assertThat(items.path(2).at("/problem/detail").asString()).contains("digest");
    assertThat(items.path(3).path("approval_status").asString()).isEqualTo("declined");
    assertThat(agent.status(other).path("reason").asString()).contains("Not that");
    assertThat(owner.show(wrong).path("status").asString()).isEqualTo("pending");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> agent.status(one).path("tool_result").isObject());
    owner.decline(wrong, "done with").expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"decisions\":null}",
        "{\"decisions\":[]}",
        "{\"decisions\":[null]}",
        "{\"decisions\":[{\"id\":\"ID\",\"approved\":true},{\"approved\":true}]}",
        "{\"decisions\":[{\"id\":\"ID\",\"approved\":true},{\"id\":\"ID\",\"approved\":true}]}",
        "{\"decisions\":[{\"id\":\"ID\",\"approved\":true},{\"id\":\"%s\"}]}",
        "{\"decisions\":[{\"id\":\"ID\",\"approved\":true},{\"id\":\"%s\",\"approved\":true,\"digest\":\"x\"}]}"
      })
  void decidesNothingWhenTheBodyIsNotRight(String body) {
    String id = agent.payLater("Batch " + UUID.randomUUID());

    http.post(
            PATH, owner.token(), body.replace("ID", id).replace("%s", UUID.randomUUID().toString()))
        .expect(422);

    assertThat(owner.show(id).path("status").asString()).isEqualTo("pending");
    owner.decline(id, "done with").expect(200);
  }

  @Test
  void takesAHundredAndNoMore() {
    String entry = "{\"id\":\"%s\",\"approved\":true}";
    List<String> hundred =
        Collections.nCopies(100, entry).stream()
            .map(each -> each.formatted(UUID.randomUUID()))
            .toList();

    assertThat(decide(hundred.toArray(String[]::new)))
        .hasSize(100)
        .allSatisfy(item -> assertThat(item.path("status").asInt()).isEqualTo(404));
    String more = String.join(",", hundred) + "," + entry.formatted(UUID.randomUUID());
    http.post(PATH, owner.token(), "{\"decisions\":[" + more + "]}").expect(422);
  }

  private JsonNode decide(String... entries) {
    String body = "{\"decisions\":[" + String.join(",", entries) + "]}";
    return http.post(PATH, owner.token(), body).expect(200).path("items");
  }
}
