package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.identity.Scope;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Servers that a document brings come, change and go with it. */
class BroughtServerEdgeTests extends AgainstUpstream {

  private static final String TOOLS = "tools: [ { name: pay, source: shop, otherwise: deny } ]\n";

  @Test
  void comeWithTheirToolsAndGoWithTheDocumentsEntry() {
    MvcTestResult brought = upload(shop("team", ""), edge.owner());

    assertThat(brought).hasStatusOk();
    assertThat(json(brought).path("changes").toString()).contains("added server shop");
    assertThat(json(brought).at("/servers/0/name").asString()).isEqualTo("shop");
    assertThat(json(brought).at("/servers/0/tools").asInt()).isPositive();
    assertThat(server("shop").path("status").asString()).isEqualTo("active");
    assertThat(server("shop").path("owner").asString()).isEqualTo("team");
    assertThat(json(edge.get("/api/v1/tools", edge.owner()).exchange()).toString())
        .contains("\"pay\"");

    assertThat(upload(document("team", ""), edge.owner())).hasStatusOk();
    assertThat(server("shop").isMissingNode()).isTrue();
  }

  @Test
  void areLeftAloneByTheSameDocumentAndByATrialOfAnother() {
    upload(shop("team", ""), edge.owner());
    String id = server("shop").path("id").asString();
    int scans = upstream.requests().size();

    assertThat(json(upload(shop("team", ""), edge.owner())).path("applied").asBoolean()).isFalse();
    assertThat(
            edge.post(POLICIES + "/upload?dry_run=true", edge.owner())
                .contentType(MediaType.parseMediaType("application/yaml"))
                .content(document("team", ""))
                .exchange())
        .hasStatusOk();
    assertThat(server("shop").path("id").asString()).isEqualTo(id);
    assertThat(upstream.requests()).hasSize(scans);
  }

  @Test
  void changeInPlace() {
    upload(shop("team", ""), edge.owner());
    String id = server("shop").path("id").asString();

    MvcTestResult trusted = upload(shop("team", ", trusted: true"), edge.owner());

    assertThat(trusted).hasStatusOk();
    assertThat(json(trusted).path("servers").size()).isZero();
    assertThat(server("shop").path("trusted").asBoolean()).isTrue();
    assertThat(server("shop").path("id").asString()).isEqualTo(id);
    assertThat(server("shop").path("status").asString()).isEqualTo("active");
  }

  @Test
  void takeAsManyCallsAtOnceAsTheirDocumentSays() {
    upload(shop("team", ", max_concurrency: 3"), edge.owner());
    assertThat(server("shop").path("max_concurrency").asInt()).isEqualTo(3);
    int scans = upstream.requests().size();

    MvcTestResult changed = upload(shop("team", ", max_concurrency: 5"), edge.owner());

    assertThat(json(changed).path("changes").toString()).contains("changed server shop");
    assertThat(server("shop").path("max_concurrency").asInt()).isEqualTo(5);
    assertThat(server("shop").path("status").asString()).isEqualTo("active");
    assertThat(upstream.requests()).hasSize(scans);
    assertThat(edge.get(POLICIES + "/export", edge.owner()).exchange())
        .bodyText()
        .contains("max_concurrency: 5");
    upload(shop("team", ""), edge.owner());
    assertThat(server("shop").path("max_concurrency").isNumber()).isFalse();
    assertThat(upload(shop("team", ", max_concurrency: 10001"), edge.owner())).hasStatus(422);
  }

  /** As with all else that a document does not say. */
  @Test
  void takeAsManyCallsAsAnyOnceTheyAreTakenFromWhoMadeThemByHand() {
    create("{\"name\":\"shop\",\"url\":\"%s\",\"max_concurrency\":4}".formatted(upstream.url()));

    send(POLICIES + "/upload?force=true", shop("team", ""), edge.owner());

    assertThat(server("shop").path("owner").asString()).isEqualTo("team");
    assertThat(server("shop").path("max_concurrency").isNumber()).isFalse();
  }

  @Test
  void areChangedByTheirDocumentOnly() {
    upload(shop("team", ""), edge.owner());
    String path = SERVERS + "/" + server("shop").path("id").asString();

    MvcTestResult removed = edge.request(HttpMethod.DELETE, path, edge.owner()).exchange();
    MvcTestResult changed =
        edge.request(HttpMethod.PUT, path, edge.owner())
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"name\":\"shop\",\"url\":\"https://other.example/mcp\"}")
            .exchange();

    assertThat(removed).hasStatus(409);
    assertThat(removed).bodyText().contains("`team`");
    assertThat(changed).hasStatus(409);
    assertThat(edge.post(path + "/scan", edge.owner()).exchange()).hasStatusOk();
  }

  @Test
  void takeNoServerThatWasMadeByHandOrIsAnothers() {
    create("{\"name\":\"shop\",\"url\":\"%s\"}".formatted(upstream.url()));
    MvcTestResult taken = upload(shop("team", ""), edge.owner());
    upload(server("team", "till", upstream.url(), ""), edge.owner());
    MvcTestResult second = upload(server("other", "till", upstream.url(), ""), edge.owner());

    assertThat(taken).hasStatus(422);
    assertThat(taken).bodyText().contains("claim.held", "`console`", "`team`");
    assertThat(second).hasStatus(422);
    assertThat(second).bodyText().contains("claim.held", "`team`", "`other`");
  }

  @Test
  void takeAServerThatWasMadeByHandFromWhoForcesIt() {
    create("{\"name\":\"shop\",\"url\":\"%s\"}".formatted(upstream.url()));
    String id = server("shop").path("id").asString();

    MvcTestResult forced =
        send(POLICIES + "/upload?force=true", shop("team", ", trusted: true"), edge.owner());

    assertThat(forced).hasStatusOk();
    assertThat(server("shop").path("owner").asString()).isEqualTo("team");
    assertThat(server("shop").path("id").asString()).isEqualTo(id);
    assertThat(
            send(
                POLICIES + "/upload?force=true",
                server("team", "till", upstream.url(), ""),
                edge.key(Scope.policyWrite("team"))))
        .hasStatus(403);
  }

  @Test
  void goFromEntriesOfOtherOwnersForWhoForcesIt() {
    upload(shop("team", ""), edge.owner());
    upload(document("other", TOOLS), edge.owner());

    assertThat(send(POLICIES + "/upload?force=true", document("team", ""), edge.owner()))
        .hasStatusOk();
    assertThat(server("shop").isMissingNode()).isTrue();
  }

  @Test
  void areBroughtByWhoMayWriteTheWholePolicy() {
    MvcTestResult one = upload(shop("team", ""), edge.key(Scope.policyWrite("team")));

    assertThat(one).hasStatus(403);
    assertThat(one).bodyText().contains("MCP servers");
    assertThat(upload(shop("team", ""), edge.key(Scope.POLICY_WRITE))).hasStatusOk();
    assertThat(upload(document("team", "# again\n"), edge.key(Scope.policyWrite("team"))))
        .hasStatus(403);
    assertThat(server("shop").isMissingNode()).isFalse();
  }

  @Test
  void stayWhileAnotherOwnersEntriesNameThem() {
    upload(shop("team", ""), edge.owner());
    assertThat(upload(document("other", TOOLS), edge.owner())).hasStatusOk();

    MvcTestResult gone = upload(document("team", ""), edge.owner());

    assertThat(send(POLICIES + "/upload?dry_run=true", document("team", ""), edge.owner()))
        .hasStatus(409);
    assertThat(gone).hasStatus(409);
    assertThat(gone).bodyText().contains("pay (shop) of other");
    assertThat(server("shop").isMissingNode()).isFalse();
  }

  @Test
  void areNotNamedByTheDocumentThatLetsThemGo() {
    upload(shop("team", "") + TOOLS, edge.owner());

    MvcTestResult left = upload(document("team", TOOLS), edge.owner());

    assertThat(left).hasStatus(422);
    assertThat(left).bodyText().contains("server.unknown", "`shop`");
    assertThat(server("shop").isMissingNode()).isFalse();
  }

  @Test
  void comeBackOverOneThatWasMadeByHandForWhoForcesIt() {
    int first = json(upload(shop("team", ""), edge.owner())).path("version").asInt();
    upload(document("team", ""), edge.owner());
    create("{\"name\":\"shop\",\"url\":\"%s\"}".formatted(upstream.url()));
    String back = POLICIES + "/versions/" + first + "/rollback";

    assertThat(edge.post(back + "?preview_only=true", edge.owner()).exchange()).hasStatus(409);
    assertThat(edge.post(back, edge.owner()).exchange()).hasStatus(409);
    assertThat(edge.post(back + "?force=true", edge.owner()).exchange()).hasStatusOk();
    assertThat(server("shop").path("owner").asString()).isEqualTo("team");
  }
}
