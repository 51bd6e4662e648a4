package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApprovalsTests extends AgainstPreloop {

  private static final String OTHER = "01939c2e-7b1a-7c55-9d3e-0242ac120003";
  private static final String PATH = "/approval-requests/" + ID;

  @BeforeEach
  void waiting() {
    preloop.rest("GET " + PATH, 200, request("pending", "none"));
  }

  @Test
  void pendingAsksOnlyForThese() {
    preloop.rest("GET /approval-requests", 200, "[" + request("pending", "none") + "]");

    var run = cli.run("approvals", "pending");

    assertThat(run.out()).contains(ID, "demo.pay_invoice", "claude");
    assertThat(preloop.last().query()).contains("status=pending", "limit=100");
  }

  @Test
  void listPassesItsFiltersOn() {
    preloop.rest("GET /approval-requests", 200, "{\"items\":[]}");

    var run = cli.run("approvals", "list", "--status", "declined", "--limit", "5");

    assertThat(run.out()).isEqualTo("Nothing here.\n");
    assertThat(preloop.last().query()).isEqualTo("limit=5&status=declined");
  }

  @Test
  void showHidesNothingFromTheApprover() {
    var run = cli.run("approvals", "show", ID);

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("\"amount\" : 1.50", "ACME\\u200B\\u202E", "hidden characters")
        .contains("Payments need a person", "sha-of-it", "It is due.\\u001B[1A", "(over)")
        .doesNotContain("\u200b", "\u202e", "\u001b");
  }

  @Test
  void approveShowsTheRequestAndSendsTheDigestThatWasShown() throws IOException {
    preloop.withOwner().rest("POST " + PATH + "/approve", 200, request("approved", "executing"));
    cli.answers.addAll(List.of("correct", "yes"));

    var run = cli.run("approvals", "approve", ID, "--comment", "fine");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"amount\" : 1.50", "approved by owner");
    var vote = preloop.only("POST /api/v1" + PATH + "/approve");
    assertThat(vote.authorization()).isEqualTo("Bearer owner-token");
    assertThat(vote.body()).isEqualTo("{\"digest\":\"sha-of-it\",\"comment\":\"fine\"}");
    assertThat(preloop.only("GET /api/v1" + PATH).authorization()).isEqualTo("Bearer owner-token");
    assertThat(kept()).containsExactly("credentials.json");
  }

  @Test
  void whoDoesNotSayYesToWhatIsShownDecidesNothing() {
    preloop.withOwner();
    cli.answers.addAll(List.of("correct", "no"));

    var run = cli.run("approvals", "approve", ID);

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("\"amount\" : 1.50");
    assertThat(run.err()).isEqualTo("Nothing was decided.\n");
    assertThat(preloop.last().method()).isEqualTo("GET");
  }

  @Test
  void whatIsNoIdIsSaidSoInPlainWords() {
    var run = cli.run("approvals", "approve", "nonsense");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("'nonsense' is not an id.\nSee `preloop approvals approve --help`.\n");
  }

  @Test
  void aStoredTokenNeverDecides() {
    preloop.withOwner();
    cli.environment.put("PRELOOP_TOKEN", "some-token");

    var run = cli.run("approvals", "approve", ID);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("The password of owner is needed");
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void nobodyDecidesOnWhatIsNotShownWhole() {
    String path = "/approval-requests/" + OTHER;
    preloop.withOwner().rest("GET " + path, 200, withoutDigest());

    var run = cli.withPassword().run("approvals", "approve", OTHER);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("not yours to decide");
    assertThat(preloop.received())
        .extracting(asked -> asked.path())
        .doesNotContain("/api/v1" + path + "/approve");
  }

  @Test
  void showSaysThatSecretsAreLeftOut() {
    preloop.rest("GET /approval-requests/" + OTHER, 200, withoutDigest());

    assertThat(cli.run("approvals", "show", OTHER).out())
        .contains("Secrets are left out", "\"amount\" : 1.50");
    assertThat(cli.run("approvals", "show", ID).out()).doesNotContain("Secrets are left out");
  }

  @Test
  void denyDeclines() {
    preloop.withOwner().rest("POST " + PATH + "/decline", 200, request("declined", "none"));

    var run = cli.withPassword().run("approvals", "deny", ID);

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("declined by owner");
  }

  @Test
  void aRecordedVoteIsNotCalledADecision() {
    preloop.withOwner().rest("POST " + PATH + "/approve", 202, "{\"status\":\"recorded\"}");

    var run = cli.withPassword().run("approvals", "approve", ID);

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("Recorded.").doesNotContain("approved by");
  }

  @Test
  void aClosedRequestIsExitOneAndARefusedPersonExitThree() {
    preloop
        .withOwner()
        .rest("POST " + PATH + "/approve", 409, "{\"detail\":\"Declined by ana at 10:02.\"}")
        .rest("POST " + PATH + "/approve", 403, "{\"detail\":\"You may not decide this.\"}");
    cli.withPassword();

    var closed = cli.run("approvals", "approve", ID);
    var refused = cli.run("approvals", "approve", ID);

    assertThat(closed.code()).isEqualTo(1);
    assertThat(closed.err()).isEqualTo("Declined by ana at 10:02.\n");
    assertThat(refused.code()).isEqualTo(3);
  }

  @Test
  void anIdIsAnId() {
    var run = cli.run("approvals", "show", "../auth/api-keys");

    assertThat(run.code()).isEqualTo(2);
    assertThat(preloop.received()).isEmpty();
  }

  /** As who is not asked sees it. */
  private static String withoutDigest() {
    return request("pending", "none").replace("\"digest\": \"sha-of-it\", ", "");
  }

  private static String request(String status, String execution) {
    return """
    {"id": "%s", "status": "%s", "execution_status": "%s", "tool_name": "pay_invoice",
     "server": "demo", "arguments": {"amount": 1.50, "to": "ACME\\u200b\\u202e", "list": [1, 2]},
     "digest": "sha-of-it", "justification": "It is due.\\u001b[1A", "requested_by": "claude",
     "rule": {"number": 2, "description": "Payments need a person"}, "policy_version": 3,
     "created_at": "2026-11-21T10:00:00Z", "deadline": "2020-01-01T00:00:00Z",
     "required_approvals": 1, "votes": [], "decided_by": "owner"}
    """
        .formatted(ID, status, execution);
  }
}
