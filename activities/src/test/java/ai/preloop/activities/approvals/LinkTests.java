package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static ai.preloop.activities.approvals.ApprovalsAccount.DECLINE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.approvals.Decisions.Effect;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.Ids;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final Links links = harness.bean(Links.class);
  private final ApprovalRow row = account.open();
  private final UUID id = row.ref().approvalId();
  private final String token = token(links.create(account.ana, id));

  @Test
  void aLinkDecidesOnceForItsPersonAndThenOnlyShows() {
    assertThat(links.open(id, token).used()).isFalse();

    assertThat(links.decide(id, token, DECLINE)).isEqualTo(Effect.DONE);

    assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.DECLINED);
    assertThat(ApprovalsAccount.closedBy(account.now(row))).isEqualTo(account.ana.name());
    assertThat(links.open(id, token).used()).isTrue();
    assertThatThrownBy(() -> links.decide(id, token, APPROVE))
        .hasMessage("This link was used already; it only shows the outcome now.");
  }

  @Test
  void aLinkIsGoneADayAfterItWasUsed() {
    links.decide(id, token, DECLINE);
    account.sql("update approval_links set used_at = used_at - interval '23 h 59 min'");
    assertThat(links.open(id, token).used()).isTrue();

    account.sql("update approval_links set used_at = used_at - interval '2 min'");

    assertNotFound(id, token);
  }

  @Test
  void aLinkIsGoneADayAfterItsRequestEnded() {
    account.sql("update approval_requests set deadline = clock_timestamp() - interval '25 h'");

    assertNotFound(id, token);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "prlink_", "prlink_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "ü"})
  void aWrongTokenIsNotFound(@Nullable String wrong) {
    assertNotFound(id, wrong);
  }

  @Test
  void anUnknownRequestAndAnotherRequestAreNotFound() {
    assertNotFound(Ids.next(), token);
    assertNotFound(account.open().ref().approvalId(), token);
  }

  @Test
  void aDisabledPersonsLinkIsNotFound() {
    account.sql("update users set disabled = true where id = ?", account.ana.user());

    assertNotFound(id, token);
  }

  @Test
  void theTokenIsStoredHashedOnly() {
    String stored =
        harness
            .database()
            .inAccount(
                account.id,
                jdbc ->
                    jdbc.sql("select string_agg(row_to_json(l)::text, ' ') from approval_links l")
                        .query(String.class)
                        .single());

    assertThat(stored).doesNotContain(token, HexFormat.of().formatHex(token.getBytes(UTF_8)));
  }

  @Test
  void aRefusedDecisionDoesNotUseTheLinkUp() {
    var wrong = new Ballot(APPROVE.choice(), null, new byte[32]);

    assertThatThrownBy(() -> links.decide(id, token, wrong))
        .hasMessageContaining("other arguments");

    assertThat(links.open(id, token).used()).isFalse();
  }

  @Test
  void whoMayNotDecideGetsNoLink() {
    assertThatThrownBy(() -> links.create(account.mia, id))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.FORBIDDEN));
  }

  private void assertNotFound(UUID approval, @Nullable String offered) {
    assertThatThrownBy(() -> links.open(approval, offered))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_FOUND))
        .hasMessage("There is no such approval request.");
    assertThatThrownBy(() -> links.decide(approval, offered, APPROVE))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.NOT_FOUND));
  }

  private static String token(Links.Link link) {
    String url = link.url().toString();
    return url.substring(url.indexOf("token=") + "token=".length());
  }
}
