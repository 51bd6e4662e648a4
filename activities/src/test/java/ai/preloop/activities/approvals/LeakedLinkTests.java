package ai.preloop.activities.approvals;

import static ai.preloop.activities.approvals.ApprovalsAccount.APPROVE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.activities.approvals.LeakedLinks.Speaker;
import ai.preloop.activities.approvals.LeakedLinks.Speaker.Kind;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.notifications.Message.Leaked;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.approvals.ApprovalStatus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A link whose token turns up where machines speak is revoked, and people are told. */
class LeakedLinkTests {

  private final ApprovalsHarness harness = ApprovalsHarness.shared();
  private final ApprovalsAccount account = harness.account();
  private final Links links = harness.bean(Links.class);
  private final LeakedLinks leaked = harness.bean(LeakedLinks.class);
  private final ApprovalRow row = account.open();
  private final String token = token();

  @Test
  void theLinkIsGoneAndItsRequestWaitsOn() {
    assertThat(said(token)).hasValue("{\"a\":\"[redacted]\"}");

    assertThatThrownBy(() -> links.open(row.ref().approvalId(), token))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> assertThat(problem.type()).isEqualTo(ProblemType.NOT_FOUND));
    assertThatThrownBy(() -> links.decide(row.ref().approvalId(), token, APPROVE))
        .isInstanceOf(ProblemException.class);
    assertThat(account.now(row).status()).isEqualTo(ApprovalStatus.PENDING);
    assertThat(links.open(row.ref().approvalId(), token()).used()).isFalse();
  }

  @Test
  void theHistorySaysWhoseLinkItWasAndWhereItTurnedUpAndNotTheToken() {
    said(token);
    said(token);

    List<String> details =
        harness
            .database()
            .inAccount(
                account.id,
                jdbc ->
                    jdbc.sql(
                            """
                            select detail from approval_events
                            where approval_id = ? and type = 'link_leaked'
                            """)
                        .param(row.ref().approvalId())
                        .query(String.class)
                        .list());
    assertThat(details)
        .singleElement()
        .asString()
        .contains(account.ana.name(), "what the server tickets sent")
        .doesNotContain("prlink_");
  }

  @Test
  void peopleAreToldOnce() {
    said(token);
    said(token);

    await().until(() -> !told().isEmpty());
    assertThat(told())
        .singleElement()
        .satisfies(message -> {
          assertThat(message.person()).isEqualTo(account.ana.name());
          assertThat(message.where()).isEqualTo("what the server tickets sent");
        });
  }

  @Test
  void anotherAccountsNamesAreNotTold() {
    ApprovalsAccount other = harness.account();

    leaked.cleared(json(token), new Speaker(other.id, Kind.CLIENT, "nightly"));

    await().until(() -> !told().isEmpty());
    assertThat(told().getFirst().where()).isEqualTo("what another account sent or was sent");
  }

  @Test
  void whatIsNoLinkOfOursIsTakenOutAllTheSame() {
    assertThat(said("prlink_" + "x".repeat(43))).hasValue("{\"a\":\"[redacted]\"}");
    assertThat(links.open(row.ref().approvalId(), token).used()).isFalse();
  }

  @Test
  void whatHasNoTokenStaysAsItIs() {
    assertThat(said("prlink_ and \\u003c")).isEmpty();
    assertThat(said("nothing")).isEmpty();
  }

  private Optional<String> said(String text) {
    return leaked
        .cleared(json(text), new Speaker(account.id, Kind.SERVER, "tickets"))
        .map(JsonSlice::toString);
  }

  private List<Leaked> told() {
    return harness.messages.stream()
        .filter(Leaked.class::isInstance)
        .map(Leaked.class::cast)
        .filter(message -> message.subject().approvalId().equals(row.ref().approvalId()))
        .toList();
  }

  private static JsonSlice json(String text) {
    return JsonSlice.of("{\"a\":\"%s\"}".formatted(text).getBytes(UTF_8));
  }

  private String token() {
    String url = links.create(account.ana, row.ref().approvalId()).url().toString();
    return url.substring(url.indexOf("prlink_"));
  }
}
