package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.oauth.GrantKey;
import ai.preloop.activities.oauth.GrantedAccess;
import ai.preloop.activities.oauth.OAuthServer;
import ai.preloop.activities.servers.Servers;
import ai.preloop.activities.upstream.BearerTokens;
import ai.preloop.activities.upstream.UpstreamAnswer;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Servers that are signed in to by OAuth. */
class AuthorizationEdgeTests extends AgainstAuthorization {

  @Test
  void signInWithWhatAPersonGranted() {
    String id = added("");
    assertThat(scan(id)).hasStatus(502);
    assertThat(scan(id)).bodyText().contains("servers authorize shop");

    MvcTestResult back = comeBack(begin(id));

    assertThat(back).hasStatusOk();
    assertThat(back).bodyText().contains("Authorised").doesNotContain("acc3ss");
    assertThat(back).headers().hasValue("Referrer-Policy", "no-referrer");
    assertThat(back)
        .headers()
        .hasHeaderSatisfying(
            "Content-Security-Policy",
            values -> assertThat(values.getFirst()).contains("frame-ancestors 'none'"));
    assertThat(scan(id)).hasStatusOk();
    assertThat(json(standing(id)).path("status").asString()).isEqualTo("granted");
    assertThat(server("shop").path("last_error").isNull()).isTrue();
    assertThat(granting.forms("authorization_code"))
        .singleElement()
        .satisfies(form -> assertThat(form).containsEntry("resource", upstream.url().toString()));
    assertThat(actions()).contains("server.authorized");
  }

  @Test
  void registerOnceAsWhatTheyAre() {
    String id = added("");
    comeBack(begin(id));
    comeBack(begin(id));

    assertThat(granting.registrations())
        .singleElement()
        .asString()
        .contains(CALLBACK, "refresh_token");
  }

  @Test
  void areKnownAsWhatTheyWereRegisteredByHand() {
    String id = added("\"client_id\":\"known-by-hand\",\"scope\":\"only.this\"");

    URI address = begin(id);

    assertThat(address.getQuery()).contains("client_id=known-by-hand", "scope=only.this");
    assertThat(comeBack(address)).hasStatusOk();
    assertThat(granting.registrations()).isEmpty();
  }

  @Test
  void askForTheScopesThatTheServerNames() {
    assertThat(begin(added("")).getQuery())
        .contains("scope=read+write", "code_challenge_method=S256");
  }

  @Test
  void takeAStateOnceAndNoOther() {
    String id = added("");
    URI back = consent(begin(id));

    assertThat(callback(back.toString().replaceAll("state=[^&]{4}", "state=xxxx"))).hasStatus(404);
    assertThat(granting.forms("authorization_code")).isEmpty();
    assertThat(callback(back.toString())).hasStatusOk();
    assertThat(callback(back.toString())).hasStatus(404);
    assertThat(granting.forms("authorization_code")).hasSize(1);
  }

  @Test
  void takeNoStateThatIsTooOld() {
    URI back = consent(begin(added("")));
    update("update oauth_attempts set expires_at = now() - interval '1 second'");

    assertThat(callback(back.toString())).hasStatus(404);
    assertThat(granting.forms("authorization_code")).isEmpty();
  }

  @Test
  void takeNoCodeOfAnotherIssuer() {
    String id = added("");
    granting.sendIssuer("https://evil.example");
    MvcTestResult other = comeBack(begin(id));
    granting.sendIssuer("");
    MvcTestResult silent = comeBack(begin(id));

    assertThat(other).hasStatus(502);
    assertThat(silent).hasStatus(502);
    assertThat(granting.forms("authorization_code")).isEmpty();
  }

  @Test
  void goToNobodyWhoDoesNotKnowPkce() {
    granting.say("");

    MvcTestResult refused = authorize(added(""));

    assertThat(refused).hasStatus(502);
    assertThat(refused).bodyText().contains("PKCE");
  }

  @Test
  void askNobodyAtAnAddressThatIsRefused() {
    upstream.requireToken(
        token -> false, "Bearer resource_metadata=\"http://169.254.169.254/resource\"");

    MvcTestResult refused = authorize(added(""));

    assertThat(refused).hasStatus(502);
    assertThat(refused).bodyText().contains("metadata and reserved addresses are never");
  }

  @Test
  void registerAgainWhereTheyAreNotKnownAnyMore() {
    String id = added("");
    granting.forgetClients();
    assertThat(comeBack(begin(id))).hasStatus(502);

    granting.rememberClients();
    assertThat(comeBack(begin(id))).hasStatusOk();
    assertThat(granting.registrations()).hasSize(2);
  }

  @Test
  void askForRefreshTokensWhereThatIsAScope() {
    granting.say(
        ",\"code_challenge_methods_supported\":[\"S256\"]"
            + ",\"scopes_supported\":[\"read\",\"offline_access\"]");

    assertThat(begin(added("")).getQuery()).contains("scope=read+write+offline_access");
  }

  @Test
  void renewTheirTokenBeforeItEndsAndKeepTheRefreshTokenThatCame() {
    granting.grantFor(0);
    String id = added("");
    comeBack(begin(id));

    assertThat(scan(id)).hasStatusOk();
    assertThat(scan(id)).hasStatusOk();
    assertThat(granting.forms("refresh_token").size()).isGreaterThan(1);
  }

  @Test
  void renewATokenOnceThatTheServerDoesNotTake() {
    String id = added("");
    comeBack(begin(id));
    granting.forgetAccessTokens();

    assertThat(scan(id)).hasStatusOk();
    assertThat(granting.forms("refresh_token")).hasSize(1);

    upstream.requireToken(token -> false, granting.challenge());
    assertThat(scan(id)).hasStatus(502);
    assertThat(granting.forms("refresh_token")).hasSize(2);
  }

  @Test
  void renewATokenOnceForAllNodesThatNeedItAtTheSameTime() throws Exception {
    String id = added("");
    comeBack(begin(id));
    update("update oauth_grants set stale_at = now() - interval '1 second'");
    CountDownLatch answering = new CountDownLatch(1);
    granting.holdTokens(answering);

    try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> one = nodes.submit(tokensOfANode(id)::current);
      Future<String> other = nodes.submit(tokensOfANode(id)::current);
      await().until(() -> isWaitedForLocks() || granting.forms("refresh_token").size() > 1);
      answering.countDown();

      assertThat(one.get()).isEqualTo(other.get());
    }
    assertThat(granting.forms("refresh_token")).hasSize(1);
  }

  /** What a node knows of the grant. */
  private BearerTokens tokensOfANode(String id) {
    Principal owner = edge.person();
    OAuthServer server =
        edge.bean(Servers.class).get(owner, UUID.fromString(id)).oauth().orElseThrow();
    return edge.bean(Database.class)
        .inAccount(
            owner.account(), jdbc -> edge.bean(GrantedAccess.class).read(jdbc, owner.account()))
        .tokens(new GrantKey(server, null))
        .orElseThrow();
  }

  private boolean isWaitedForLocks() {
    return edge.bean(Database.class)
        .inAccount(
            edge.person().account(),
            jdbc ->
                jdbc.sql("select exists (select from pg_locks where not granted)")
                    .query(Boolean.class)
                    .single());
  }

  @Test
  void sayWhatToDoWhenTheGrantHasEnded() {
    granting.grantFor(0);
    String id = added("");
    comeBack(begin(id));
    granting.forgetGrants();

    assertThat(called(UUID.randomUUID()))
        .isInstanceOfSatisfying(
            UpstreamAnswer.NotSent.class,
            not -> assertThat(not.sentence()).contains("invalid_grant", "servers authorize shop"));
    assertThat(server("shop").path("last_error").asString()).contains("servers authorize shop");
    assertThat(json(standing(id)).path("status").asString()).isEqualTo("failed");
    assertThat(actions()).contains("server.authorization_failed");
    int asked = granting.forms("refresh_token").size();
    scan(id);
    assertThat(granting.forms("refresh_token")).hasSize(asked);

    granting.grantFor(3600);
    comeBack(begin(id));
    assertThat(server("shop").path("last_error").isNull()).isTrue();
    assertThat(scan(id)).hasStatusOk();
  }

  @Test
  void giveAGrantUp() {
    String id = added("");
    comeBack(begin(id));

    assertThat(
            edge.request(HttpMethod.DELETE, SERVERS + "/" + id + "/oauth", edge.owner()).exchange())
        .hasStatus(204);

    assertThat(granting.forms("")).singleElement().asString().contains("r3fresh-");
    assertThat(scan(id)).bodyText().contains("not authorised yet");
    assertThat(kept()).noneMatch(name -> name.endsWith("/access") || name.endsWith("/refresh"));
    assertThat(actions()).contains("server.revoked");
  }

  @Test
  void keepNoTokenForAnotherPlaceOrAnotherWay() {
    String id = added("");
    comeBack(begin(id));
    assertThat(kept()).anyMatch(name -> name.endsWith("/access"));

    assertThat(
            edge.request(HttpMethod.PUT, SERVERS + "/" + id, edge.owner())
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"name\":\"shop\",\"url\":\"https://evil.example/mcp\"}")
                .exchange())
        .hasStatusOk();

    assertThat(kept()).noneMatch(name -> name.startsWith("mcp-oauth/"));
    assertThat(json(standing(id)).path("status").asString()).isEqualTo("none");
  }

  @Test
  void signInByThemselvesWhereNobodyNeedsToGrantAnything() {
    String id = added("\"grant\":\"client_credentials\"");

    MvcTestResult granted = authorize(id);

    assertThat(granted).hasStatusOk();
    assertThat(json(granted).path("authorization_url").isNull()).isTrue();
    assertThat(scan(id)).hasStatusOk();
    granting.forgetAccessTokens();
    assertThat(scan(id)).hasStatusOk();
    assertThat(granting.forms("client_credentials")).hasSize(2);
  }

  @Test
  void askWhoCameBackWhereEachPersonSignsInAsThemselves() {
    String id = added("\"per_user\":true");
    URI back = consent(begin(id));

    assertThat(callback(back.toString())).bodyText().contains("Is it you?");
    assertThat(json(standing(id)).path("status").asString()).isEqualTo("none");
    assertThat(proved(back, "a guess of theirs")).hasStatus(401);
    assertThat(json(standing(id)).path("status").asString()).isEqualTo("none");
    assertThat(proved(back, "correct horse battery")).hasStatusOk();

    assertThat(json(standing(id)).path("status").asString()).isEqualTo("granted");
    assertThat(scan(id)).hasStatusOk();
    assertThat(called(edge.person().user().value())).isInstanceOf(UpstreamAnswer.Result.class);
    assertThat(called(UUID.randomUUID()))
        .isInstanceOfSatisfying(
            UpstreamAnswer.NotSent.class,
            not -> assertThat(not.sentence()).contains("/oauth/authorize as yourself"));
  }

  @Test
  void leaveNoTokenWhereItCanBeRead() {
    String id = added("");
    comeBack(begin(id));
    scan(id);

    String everything =
        edge.bean(Database.class)
            .inAccount(
                edge.person().account(),
                jdbc ->
                    jdbc.sql(
                            """
                            select (select string_agg(g::text, '') from oauth_grants g)
                              || (select string_agg(c::text, '') from oauth_clients c)
                              || (select string_agg(m::text, '') from mcp_servers m)
                            """)
                        .query(String.class)
                        .single());
    assertThat(everything).doesNotContain(granting.secrets()).doesNotContain("cl1ent-secret");
    assertThat(actions()).doesNotContain("acc3ss");
  }

  private MvcTestResult proved(URI back, String password) {
    return edge.request(HttpMethod.POST, CALLBACK, "")
        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
        .content(back.getRawQuery() + "&username=owner&password=" + password.replace(' ', '+'))
        .exchange();
  }
}
