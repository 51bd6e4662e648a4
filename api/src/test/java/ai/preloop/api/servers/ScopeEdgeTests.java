package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.oauth.ClientMetadata;
import ai.preloop.activities.upstream.UpstreamAnswer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Servers that want more scopes for some requests than for others. */
class ScopeEdgeTests extends AgainstAuthorization {

  private static final List<String> CHALLENGES =
      List.of(
          "Basic realm=\"shop\"",
          "Bearer error=\"insufficient_scope\", scope=\"pay\", error_description=\"No.\"");

  private static final String READS =
      ",\"code_challenge_methods_supported\":[\"S256\"]"
          + ",\"client_id_metadata_document_supported\":true";

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
  void askForNoLessThanWasGrantedBefore() {
    String id = wanting();
    called(UUID.randomUUID());
    comeBack(begin(id));

    assertThat(begin(id).getQuery()).contains("scope=read+write+pay&");
  }

  @Test
  void askNoMoreForWhatNobodyKnows() {
    String id = wanting();
    called(UUID.randomUUID());
    granting.knowNoScope("pay");

    MvcTestResult refused = comeBack(begin(id));

    assertThat(refused).hasStatus(502);
    assertThat(refused).bodyText().contains("invalid_scope", "(pay) is not asked for again");
    assertThat(json(standing(id)).path("wanted_scope").isNull()).isTrue();
    assertThat(actions()).containsOnlyOnce("server.scope_dropped");
    assertThat(comeBack(begin(id))).hasStatusOk();
  }

  @Test
  void keepOnlyTheNewestWhereTheServerWantsTooMuch() {
    String id = wanting();
    challenge("one-", 30);
    challenge("two-", 30);

    assertThat(json(standing(id)).path("wanted_scope").asString().split(" "))
        .hasSize(30)
        .allMatch(scope -> scope.startsWith("two-"));

    assertThat(challenge("more-", 90))
        .isInstanceOfSatisfying(
            UpstreamAnswer.Refused.class,
            refused ->
                assertThat(refused.sentence())
                    .contains("more-9 and 40 more)")
                    .hasSizeLessThan(400));
    assertThat(json(standing(id)).path("wanted_scope").asString().split(" ")).hasSize(50);
  }

  private UpstreamAnswer challenge(String prefix, int count) {
    String scopes =
        IntStream.range(0, count).mapToObj(each -> prefix + each).collect(Collectors.joining(" "));
    upstream.requireMore(
        "tools/call",
        token -> false,
        List.of("Bearer error=\"insufficient_scope\", scope=\"%s\"".formatted(scopes)));
    return called(UUID.randomUUID());
  }

  @Test
  void waitForNobodyWhereWhatIsWantedIsKnown() {
    wanting();
    called(UUID.randomUUID());

    edge.bean(Database.class)
        .doInAccount(
            edge.person().account(),
            jdbc -> {
              jdbc.sql("select id from oauth_grants for update").query(UUID.class).single();
              assertThat(CompletableFuture.supplyAsync(() -> called(UUID.randomUUID())))
                  .succeedsWithin(Duration.ofSeconds(20))
                  .isInstanceOf(UpstreamAnswer.Refused.class);
            });
  }

  @Test
  void areKnownByTheAddressOfTheirMetadataWhereThatIsRead() {
    granting.say(READS);

    assertThat(begin(added("")).getQuery()).contains("client_id=https://preloop.test/client.json");
    assertThat(granting.registrations()).isEmpty();
  }

  @Test
  void stayWhatTheyWereRegisteredAs() {
    String id = added("");
    comeBack(begin(id));
    granting.say(READS);

    assertThat(begin(id).getQuery()).contains("client_id=client-1&");
    assertThat(granting.registrations()).hasSize(1);
  }

  @Test
  void registerWhereTheirMetadataIsNotReadAnyMore() {
    granting.say(READS);
    String id = added("");
    begin(id);
    granting.say(",\"code_challenge_methods_supported\":[\"S256\"]");

    assertThat(begin(id).getQuery()).contains("client_id=client-1&");
  }

  @Test
  void haveNoMetadataWhereTheOperatorSaysSo() {
    URI usual = URI.create("https://preloop.test/client.json");

    assertThat(ClientMetadata.of("none", usual).url()).isEmpty();
    assertThat(ClientMetadata.of("", usual).url()).contains(usual);
    assertThat(ClientMetadata.of("https://other.test/me", usual).url())
        .contains(URI.create("https://other.test/me"));
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
