package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.audit.WrittenLedger;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Scope;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What a document has of the credentials of its servers. */
class DocumentCredentialEdgeTests extends AgainstUpstream {

  @Test
  void areSentWhereNoSecretWasSentBeforeByWhoMayDecideThat() {
    assertThat(
            edge.request(HttpMethod.PUT, "/api/v1/secrets/loose", edge.owner())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"value\":\"" + SECRET + "\"}")
                .exchange())
        .hasStatusOk();
    String document = shop("team", signIn("{ secret: loose }"));

    MvcTestResult refused = upload(document, edge.key(Scope.POLICY_WRITE));

    assertThat(refused).hasStatus(403);
    assertThat(refused).bodyText().contains("loose", "account:admin");
    assertThat(upload(document, edge.owner())).hasStatusOk();
    assertThat(upload(document + "# again\n", edge.key(Scope.POLICY_WRITE))).hasStatusOk();
  }

  @Test
  void keepACredentialThatStandsInTheDocumentNowhereButInTheSecretStore() {
    upstream.require("Authorization", "Bearer " + SECRET, 401);
    String document = shop("team", signIn("{ token: \"" + SECRET + "\" }"));

    MvcTestResult brought = upload(document, edge.owner());

    assertThat(brought).hasStatusOk();
    assertThat(brought).bodyText().contains("credential.literal").doesNotContain(SECRET);
    assertThat(server("shop").path("status").asString()).isEqualTo("active");
    assertThat(everythingKept()).contains("mcp-servers/shop").doesNotContain(SECRET);
    assertThat(edge.get(POLICIES + "/export", edge.owner()).exchange())
        .bodyText()
        .contains("{\"secret\": \"mcp-servers/shop\"}")
        .doesNotContain(SECRET);
    assertThat(send(POLICIES + "/diff", document, edge.owner()))
        .bodyText()
        .doesNotContain(SECRET)
        .contains("\"changes\":[]");
    assertThat(json(upload(document, edge.owner())).path("applied").asBoolean()).isFalse();
  }

  @Test
  void signInWithTheCredentialThatStandsThereLast() {
    upload(shop("team", signIn("{ token: old-one }")), edge.owner());
    upstream.require("Authorization", "Bearer " + SECRET, 401);

    MvcTestResult replaced =
        upload(shop("team", signIn("{ token: " + SECRET + " }")), edge.owner());

    assertThat(json(replaced).path("applied").asBoolean()).isFalse();
    assertThat(replaced).bodyText().contains("credential.kept");
    assertThat(json(replaced).at("/servers/0/tools").asInt()).isPositive();
    assertThat(server("shop").path("status").asString()).isEqualTo("active");
  }

  @Test
  void comeBackWithTheVersionThatHadThem() {
    upstream.require("Authorization", "Bearer " + SECRET, 401);
    MvcTestResult first = upload(shop("team", signIn("{ token: " + SECRET + " }")), edge.owner());
    upload(document("team", ""), edge.owner());

    MvcTestResult back =
        edge.post(
                POLICIES + "/versions/" + json(first).path("version").asInt() + "/rollback",
                edge.owner())
            .exchange();

    assertThat(back).hasStatusOk();
    assertThat(server("shop").path("status").asString()).isEqualTo("active");
  }

  @Test
  void goNowhereWithASecretOfAnotherOrigin() {
    upload(shop("team", signIn("{ token: " + SECRET + " }")), edge.owner());

    MvcTestResult drawn =
        upload(
            server(
                "thief",
                "drawn",
                URI.create("https://evil.example/mcp"),
                signIn("{ secret: mcp-servers/shop }")),
            edge.owner());

    assertThat(drawn).hasStatus(422);
    assertThat(drawn).bodyText().contains("secret.origin", "evil.example");
  }

  /** Versions and records as they are stored. */
  private String everythingKept() {
    WrittenLedger.await(edge.bean(Database.class));
    return edge.bean(Database.class)
        .inAccount(
            edge.person().account(),
            jdbc ->
                jdbc.sql(
                        """
                        select string_agg(v::text, '') || (select string_agg(r::text, '')
                          from audit_records r) from policy_versions v
                        """)
                    .query(String.class)
                    .single());
  }
}
