package ai.preloop.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Authentications;
import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.servers.Scanning;
import ai.preloop.activities.servers.ServerSpec;
import ai.preloop.activities.servers.Servers;
import ai.preloop.activities.upstream.FixtureMcpServer;
import ai.preloop.api.edge.Edge;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.HttpMethod;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountEdgeTests {

  private static final String FREEZE = "/api/v1/account/freeze";
  private static final String UNFREEZE = "/api/v1/account/unfreeze";

  private Edge edge;
  private Principal owner;

  @BeforeAll
  void start() {
    edge = Edge.start();
    owner = edge.bean(Authentications.class).authenticate("Bearer " + edge.owner(), null);
  }

  @AfterAll
  void stop() {
    edge.close();
  }

  @Test
  void freezesAtOnceAndForEveryTool() {
    try (FixtureMcpServer upstream = FixtureMcpServer.start()) {
      upstream.tool("pay", "{}", arguments -> FixtureMcpServer.text("paid"));
      var spec =
          new ServerSpec(
              "shop", upstream.url().toString(), "streamable-http", false, ServerSpec.Auth.NONE);
      edge.bean(Scanning.class).scan(owner, edge.bean(Servers.class).create(owner, spec).id());

      String token = edge.owner();
      assertThat(edge.post(FREEZE, token).exchange())
          .hasStatusOk()
          .bodyText()
          .isEqualTo("{\"frozen\":true}");
      assertThat(isFrozen()).isTrue();
      assertThat(edge.get("/api/v1/tools", token).exchange())
          .bodyText()
          .contains("\"verdict\":\"deny\"");

      assertThat(edge.post(FREEZE, token).exchange()).hasStatusOk();
      assertThat(edge.post(UNFREEZE, token).exchange())
          .hasStatusOk()
          .bodyText()
          .isEqualTo("{\"frozen\":false}");
      assertThat(isFrozen()).isFalse();
    }
    assertThat(IdentityFixtures.recorded(edge.bean(Database.class), owner.account()))
        .containsOnlyOnce("account.freeze ok", "account.unfreeze ok");
  }

  @Test
  void letsNoKeyFreezeOrUnfreeze() {
    String key = edge.key(Scope.ACCOUNT_ADMIN, Scope.ACCOUNT_READ);
    assertThat(edge.post(FREEZE, key).exchange()).hasStatus(403);
    assertThat(edge.post(UNFREEZE, key).exchange()).hasStatus(403);
    assertThat(edge.post(UNFREEZE, "").exchange()).hasStatus(401);
    assertThat(edge.request(HttpMethod.GET, FREEZE, edge.owner()).exchange()).hasStatus(405);
    assertThat(isFrozen()).isFalse();
  }

  private boolean isFrozen() {
    return edge.bean(ActivePolicies.class).require(owner.account()).frozen();
  }
}
