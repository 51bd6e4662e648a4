package ai.preloop.activities.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.approvals.ApprovalRow.Caller;
import ai.preloop.activities.approvals.Approvals.Asked;
import ai.preloop.activities.identity.AllowedModels;
import ai.preloop.activities.identity.Labels;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import ai.preloop.workflows.identity.UserId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who hears of a request that it made: a key, and the tokens of one. */
class ApprovalReadingTests {

  private static final Labels NIGHTLY = new Labels(null, null, "nightly", "run 7", "one");
  private static final Labels LATER = new Labels(null, null, "nightly", "run 7", "another");
  private static final Labels WEEKLY = new Labels(null, null, "weekly", "run 7", "one");

  private final ApprovalsAccount account = ApprovalsHarness.shared().account();
  private final ApprovalReading reading = ApprovalsHarness.shared().bean(ApprovalReading.class);

  @Test
  void aTokenHearsOfItsWorkInAnySessionAndOfNoOther() {
    UUID asked = open(token(NIGHTLY));

    assertThat(hears(token(NIGHTLY), asked)).isTrue();
    assertThat(hears(token(LATER), asked)).isTrue();
    assertThat(hears(token(WEEKLY), asked)).isFalse();
    assertThat(hears(token(Labels.NONE), asked)).isFalse();
  }

  @Test
  void aKeyHearsOfAllThatItsTokensAsk() {
    assertThat(hears(key(), open(token(NIGHTLY)))).isTrue();
    assertThat(hears(key(), open(token(Labels.NONE)))).isTrue();
    assertThat(hears(key(), open(key()))).isTrue();
  }

  @Test
  void aTokenForWorkOfItsOwnHearsNothingOfItsKeysCalls() {
    UUID asked = open(key());

    assertThat(hears(token(NIGHTLY), asked)).isFalse();
    assertThat(hears(token(Labels.NONE), asked)).isTrue();
  }

  @Test
  void nobodyHearsOfAnotherKeysRequest() {
    UUID asked = open(token(NIGHTLY));

    assertThat(hears(of(account.id, Ids.next(), NIGHTLY, Ids.next()), asked)).isFalse();
    assertThat(hears(of(account.id, Ids.next(), Labels.NONE, null), asked)).isFalse();
    assertThat(hears(of(new AccountId(Ids.next()), account.agent, NIGHTLY, Ids.next()), asked))
        .isFalse();
  }

  private boolean hears(Principal who, UUID approval) {
    return reading.outline(who, approval).isPresent();
  }

  private UUID open(Principal who) {
    Asked usual = account.asked();
    Caller caller =
        new Caller(
            usual.caller().type(),
            who.id(),
            who.name(),
            who.user().value(),
            null,
            null,
            Ids.next(),
            0,
            who.token(),
            who.tokenLabels());
    Asked asked =
        new Asked(
            usual.account(),
            caller,
            usual.target(),
            usual.arguments(),
            usual.justification(),
            usual.workflows(),
            usual.grounds());
    return account.open(asked).ref().approvalId();
  }

  private Principal key() {
    return of(account.id, account.agent, Labels.NONE, null);
  }

  private Principal token(Labels labels) {
    return of(account.id, account.agent, labels, Ids.next());
  }

  private Principal of(AccountId where, UUID key, Labels labels, @Nullable UUID token) {
    return new Principal(
        where,
        Principal.Kind.API_KEY,
        key,
        "claude",
        new UserId(account.ana.user()),
        "ana",
        Set.of(Scope.MCP_CALL),
        Set.of(),
        AllowedModels.ALL,
        labels,
        token);
  }
}
