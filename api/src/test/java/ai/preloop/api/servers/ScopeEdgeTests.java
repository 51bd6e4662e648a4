package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.upstream.UpstreamAnswer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Servers that want more scopes for some requests than for others. */
class ScopeEdgeTests extends AgainstAuthorization {

  private static final List<String> CHALLENGES =
      List.of(
          "Basic realm=\"shop\"",
          "Bearer error=\"insufficient_scope\", scope=\"pay\", error_description=\"No.\"");

  @Test
  void areToldWhatIsMissingAndAskForItBesideWhatWasGranted() {
    String id = wanting();

    assertThat(called(UUID.randomUUID()))
        .isInstanceOfSatisfying(
            UpstreamAnswer.Refused.class,
            refused -> assertThat(refused.sentence()).contains("(pay)", "authorize shop"));
    assertThat(json(standing(id)).path("scope").asString()).isEqualTo("read write");
    assertThat(json(standing(id)).path("wanted_scope").asString()).isEqualTo("pay");
    assertThat(actions()).containsOnlyOnce("server.scope_wanted");

    assertThat(comeBack(begin(id))).hasStatusOk();

    assertThat(json(standing(id)).path("scope").asString()).isEqualTo("read write pay");
    assertThat(json(standing(id)).path("wanted_scope").isNull()).isTrue();
    assertThat(called(UUID.randomUUID())).isInstanceOf(UpstreamAnswer.Result.class);
  }

  @Test
  void areToldOnceAndGoOnWithTheRest() {
    String id = wanting();

    called(UUID.randomUUID());
    called(UUID.randomUUID());

    assertThat(scan(id)).hasStatusOk();
    assertThat(actions()).containsOnlyOnce("server.scope_wanted");
    assertThat(json(standing(id)).path("status").asString()).isEqualTo("granted");
  }

  @Test
  void askForNoMoreWhereWhatIsWantedWasGranted() {
    String id = wanting();
    upstream.requireMore(
        "tools/call",
        token -> false,
        List.of("Bearer error=\"insufficient_scope\", scope=\"write\""));

    assertThat(called(UUID.randomUUID())).isEqualTo(new UpstreamAnswer.Refused(403));
    assertThat(json(standing(id)).path("wanted_scope").isNull()).isTrue();
  }

  @Test
  void areKnownByTheAddressOfTheirMetadataWhereThatIsRead() {
    granting.say(
        ",\"code_challenge_methods_supported\":[\"S256\"]"
            + ",\"client_id_metadata_document_supported\":true");

    assertThat(begin(added("")).getQuery()).contains("client_id=https://preloop.test/client.json");
    assertThat(granting.registrations()).isEmpty();
  }

  @Test
  void sayWhatTheyAreAtThatAddress() {
    MvcTestResult said = edge.get("/oauth/client.json", "").exchange();

    assertThat(said).hasStatusOk();
    assertThat(json(said).path("client_id").asString())
        .isEqualTo("https://preloop.test/client.json");
    assertThat(json(said).path("token_endpoint_auth_method").asString()).isEqualTo("none");
    assertThat(json(said).path("redirect_uris").path(0).asString()).endsWith(CALLBACK);
  }

  @Test
  void readNoConfigurationAnewWhereATokenIsRenewed() {
    granting.grantFor(0);
    String id = added("");
    comeBack(begin(id));
    assertThat(scan(id)).hasStatusOk();
    long before = revision();

    called(UUID.randomUUID());

    assertThat(granting.forms("refresh_token").size()).isGreaterThan(1);
    assertThat(revision()).isEqualTo(before);
  }

  /** A server that wants more for calls; what it names is granted. */
  private String wanting() {
    upstream.requireMore("tools/call", token -> granting.grants(token, "pay"), CHALLENGES);
    String id = added("");
    assertThat(comeBack(begin(id))).hasStatusOk();
    assertThat(scan(id)).hasStatusOk();
    return id;
  }

  private long revision() {
    return edge.bean(Database.class)
        .asSystem(jdbc ->
            jdbc.sql("select revision from account_revisions where account_id = ?")
                .param(edge.person().account().value())
                .query(Long.class)
                .single());
  }
}
