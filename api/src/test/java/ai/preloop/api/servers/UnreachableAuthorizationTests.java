package ai.preloop.api.servers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.oauth.FixtureAuthorizationServer;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Servers that do not say, or not now, who grants access to them. */
class UnreachableAuthorizationTests extends AgainstAuthorization {

  private static final String BY_HAND = "\"client_id\":\"known-by-hand\"";

  @Test
  void areAskedAgainLaterWhereTheyAreOnlyDown() {
    String id = added("");
    upstream.requireToken(granting::takes, "Bearer");
    upstream.answerElsewhere(503);

    MvcTestResult refused = authorize(id);

    assertThat(refused).hasStatus(502);
    assertThat(refused).bodyText().contains("try again later", "503");
  }

  @Test
  void grantAccessThemselvesWhereTheySayNothingAndAskForIt() {
    String id = added("");
    upstream.requireToken(granting::takes, "Bearer");
    assertThat(authorize(id)).bodyText().contains("did not register Preloop");

    upstream.requireToken(token -> true, "Bearer");
    assertThat(authorize(id)).bodyText().contains("does not say who grants access");
  }

  @Test
  void areNotTakenForWhoKnowsAClientByHand() {
    String id = added(BY_HAND);
    comeBack(begin(id));
    upstream.requireToken(granting::takes, "Bearer");

    assertThat(authorize(id)).bodyText().contains("does not say who grants access");

    granting.forgetAccessTokens();
    assertThat(scan(id)).hasStatusOk();
  }

  @Test
  void areNotTakenForWhoKnowsAClientThatNobodySitsAt() {
    String id = added("\"grant\":\"client_credentials\"");
    upstream.requireToken(granting::takes, "Bearer");

    assertThat(authorize(id)).bodyText().contains("does not say who grants access");
  }

  @Test
  void keepAClientByHandWhereItWasRegistered() {
    String id = added(BY_HAND);
    comeBack(begin(id));

    try (FixtureAuthorizationServer other = FixtureAuthorizationServer.start(upstream.url())) {
      upstream.requireToken(granting::takes, other.challenge());
      MvcTestResult refused = authorize(id);

      assertThat(refused).hasStatus(502);
      assertThat(refused)
          .bodyText()
          .contains("another authorization server", other.issuer(), granting.issuer());
    }
    granting.forgetAccessTokens();
    assertThat(scan(id)).hasStatusOk();
  }
}
