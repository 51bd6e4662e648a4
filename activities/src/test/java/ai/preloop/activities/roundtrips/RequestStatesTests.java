package ai.preloop.activities.roundtrips;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.identity.IdentityFixtures;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson.Limits;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.secrets.RootKey;
import ai.preloop.activities.secrets.Sealer;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class RequestStatesTests {

  private static final AccountId ACCOUNT = new AccountId(Ids.next());
  private static final String PREFIX = "preloop.ab12.";
  private static final String ARGUMENTS = "{\"amount\":1,\"to\":\"ana\"}";

  private final RequestState state = new RequestState(RequestState.Kind.APPROVAL, Ids.next());
  private final Principal who = key(ACCOUNT);
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private final RequestStates states =
      new RequestStates(
          "ab12",
          new Sealer(RootKey.of("0123456789abcdef0123456789abcdef"), "request-states"),
          () -> now);

  @Test
  void opensWhatItSealedForTheSameRequest() {
    assertThat(states.open(who, call("pay", ARGUMENTS, sealed()))).contains(state);
  }

  @Test
  void takesTheSameArgumentsInAnotherSpelling() {
    String spelled = "{ \"to\": \"an\\u0061\", \"amount\":1 }";

    assertThat(states.open(who, call("pay", spelled, sealed()))).contains(state);
  }

  @Test
  void leavesTheStatesOfServersAlone() {
    assertThat(states.open(who, call("pay", ARGUMENTS, "eyJhIjoxfQ"))).isEmpty();
    assertThat(states.open(who, call("pay", ARGUMENTS, ""))).isEmpty();
    assertThat(states.open(who, call("pay", ARGUMENTS, "preloop.cd34.AAAA"))).isEmpty();
    assertThat(states.isOurs(call("pay", ARGUMENTS, "eyJhIjoxfQ"))).isFalse();
    assertThat(states.isOurs(call("pay", ARGUMENTS, sealed()))).isTrue();
  }

  @Test
  void refusesOneThatWasChanged() {
    String sealed = sealed();
    for (int at = PREFIX.length(); at < sealed.length(); at += 7) {
      char other = sealed.charAt(at) == 'A' ? 'B' : 'A';
      assertRefused(who, ARGUMENTS, sealed.substring(0, at) + other + sealed.substring(at + 1));
    }
    assertRefused(who, ARGUMENTS, sealed.substring(0, sealed.length() - 4));
    assertRefused(who, ARGUMENTS, PREFIX);
    assertRefused(who, ARGUMENTS, PREFIX + "not base64!");
    assertRefused(who, ARGUMENTS, PREFIX + "A".repeat(100_000));
  }

  @Test
  void refusesOneOfSomebodyElse() {
    assertRefused(key(ACCOUNT), ARGUMENTS, sealed()).hasMessageContaining("not given out here");
    assertRefused(key(new AccountId(Ids.next())), ARGUMENTS, sealed());
  }

  @Test
  void refusesOneOfAnotherRequest() {
    assertRefused(who, "{\"amount\":2,\"to\":\"ana\"}", sealed())
        .hasMessageContaining("of another request");
    assertThatThrownBy(() -> states.open(who, call("refund", ARGUMENTS, sealed())))
        .isInstanceOf(MalformedMessage.class);
    assertThatThrownBy(() -> states.open(who, message("prompts/get", "pay", ARGUMENTS, sealed())))
        .isInstanceOf(MalformedMessage.class);
  }

  @Test
  void refusesOneThatIsOver() {
    String sealed = sealed();
    now = now.plusSeconds(59);
    assertThat(states.open(who, call("pay", ARGUMENTS, sealed))).contains(state);

    now = now.plusSeconds(1);
    assertRefused(who, ARGUMENTS, sealed).hasMessageContaining("is over");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      Principal by, String arguments, String sealed) {
    return assertThatThrownBy(() -> states.open(by, call("pay", arguments, sealed)))
        .isInstanceOf(MalformedMessage.class);
  }

  private String sealed() {
    return states.seal(who, call("pay", ARGUMENTS, ""), state, Duration.ofMinutes(1));
  }

  private static Principal key(AccountId account) {
    return IdentityFixtures.key(account, new UserId(Ids.next()), Scope.MCP_CALL);
  }

  private static Envelope call(String tool, String arguments, String requestState) {
    return message("tools/call", tool, arguments, requestState);
  }

  private static Envelope message(
      String method, String name, String arguments, String requestState) {
    String body =
        """
        {"jsonrpc":"2.0","id":1,"method":"%s","params":{"name":"%s","arguments":%s,"requestState":%s}}
        """
            .formatted(method, name, arguments, JsonText.quote(requestState));
    return Envelope.read(body.getBytes(UTF_8), Limits.REQUEST);
  }
}
