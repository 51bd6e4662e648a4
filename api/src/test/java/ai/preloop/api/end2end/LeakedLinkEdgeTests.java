package ai.preloop.api.end2end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.upstream.FixtureMcpServer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A one-time link's token goes through Preloop in no direction, and opens nothing afterwards. */
class LeakedLinkEdgeTests {

  private final RunningPreloop preloop = RunningPreloop.shared();
  private final Http http = preloop.http();
  private final Approver owner = new Approver(http, preloop.owner());
  private OwnServer own;
  private String approval;
  private String token;

  @BeforeEach
  void aLinkIsMade() {
    own = new OwnServer(preloop);
    own.server().tool(own.name(), "{}", arguments -> FixtureMcpServer.text("done"));
    own.register("");
    approval = own.agent().payLater("leak-" + UUID.randomUUID());
    String url = owner.act(approval, "links", "{}").expect(201).path("url").asString();
    token = url.substring(url.indexOf("prlink_"));
    assertThat(opened()).isEqualTo(200);
  }

  @AfterEach
  void close() {
    own.close();
  }

  @Test
  void anArgumentIsSentWithoutIt() {
    own.agent().call(own.name(), "{\"note\":\"see " + token + "\"}");

    assertThat(own.server().calls().getLast()).contains("see [redacted]").doesNotContain(token);
    revoked("what the client ");
  }

  @Test
  void anArgumentOverRestIsSentWithoutIt() {
    http.post("/api/v1/mcp/" + own.name(), own.agent().key(), "{\"note\":\"" + token + "\"}")
        .expect(200);

    assertThat(own.server().calls().getLast()).contains("[redacted]").doesNotContain(token);
    revoked("what the client ");
  }

  @Test
  void aResultIsPassedOnWithoutIt() {
    own.server().tool(own.name(), "{}", arguments -> FixtureMcpServer.text("see " + token));

    assertThat(own.agent().callForReply(own.name(), "{}").body())
        .contains("see [redacted]")
        .doesNotContain(token);
    revoked("what the server ");
  }

  private void revoked(String where) {
    assertThat(opened()).isEqualTo(404);
    assertThat(owner.show(approval).path("status").asString()).isEqualTo("pending");
    assertThat(http.get("/metrics", "").body()).contains("preloop_approvals_links_leaked_total");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            http.get("/api/v1/approval-requests/" + approval + "/history", owner.token())
                .body()
                .contains(where));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            http.get("/api/v1/audit-logs?limit=100", owner.token())
                .body()
                .contains("approval.link_leaked"));
  }

  private int opened() {
    return http.send("GET", "/approval/" + approval + "/data?token=" + token, "", "", Map.of())
        .status();
  }
}
