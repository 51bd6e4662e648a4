package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.terminal.Json;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyBacktestTests extends AgainstPreloop {

  private static final String BACKTEST = "POST /policies/backtest";
  private static final String REPLAYED =
      """
      {"from": "2026-10-23T00:00:00Z", "to": "2026-11-22T00:00:00Z", "calls": 200,
       "unchanged": 190, "changed": 6, "unknown": 4, "more_approvals": 5,
       "changes": [
         {"audit_log_id": "a-1", "at": "2026-11-01T10:00:00Z", "tool": "bash", "server": "shell",
          "principal": "claude", "before": "allow", "after": "ask",
          "rule": {"owner": "mine", "entry": "bash (mcp)", "rule": 2, "description": "Deployments"}},
         {"audit_log_id": "a-2", "at": "2026-11-01T10:00:01Z", "tool": "sh", "server": "",
          "principal": "claude", "before": "allow", "after": "unknown",
          "rule": {"owner": "mine", "rule": 3}}],
       "rules": [
         {"owner": "mine", "entry": "bash (mcp)", "rule": 2, "description": "Deployments",
          "fired": 6, "errors": 1, "unknown": 4},
         {"owner": "mine", "subject": "api_key nightly", "entry": "*", "rule": 0,
          "description": "otherwise allow", "fired": 3, "errors": 0, "unknown": 0}],
       "truncated": true, "findings": []}
      """;

  @BeforeEach
  void document() {
    cli.input = "metadata: { name: mine }\n";
  }

  @Test
  void saysWhatWouldBeJudgedOtherwiseAndByWhichRules() {
    preloop.rest(BACKTEST, 200, REPLAYED);

    var run = cli.run("policy", "backtest", "-", "--since", "30d");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            -: 200 calls recorded from 2026-10-23 00:00:00 UTC to 2026-11-22 00:00:00 UTC
            unchanged    190 (95.0 %)
            changed      6 (3.0 %)
            unknown      4 (2.0 %)
            approvals    5 more asked of people

            TIME                     WHO     TOOL        BEFORE  AFTER    RULE
            2026-11-01 10:00:00 UTC  claude  shell.bash  allow   ask      Deployments
            2026-11-01 10:00:01 UTC  claude  sh          allow   unknown  rule 3 of mine

            OWNER  ENTRY              NO.   FIRED  ERRORS  UNKNOWN  RULE
            mine   bash (mcp)         2     6      1       4        Deployments
            mine   api_key nightly *  else  3      0       0        otherwise allow
            There are more calls than this; only the newest were judged again.
            """);
    var asked = Json.read(preloop.last().body());
    assertThat(asked.path("policy").asString()).isEqualTo(cli.input);
    assertThat(Instant.parse(asked.path("since").asString()))
        .isCloseTo(
            Instant.now().minus(Duration.ofDays(30)), Assertions.within(Duration.ofMinutes(5)));
    assertThat(asked.has("until") || asked.has("against")).isFalse();
  }

  /** 10 of 200 calls changed or may have: what cannot be known counts. */
  @ParameterizedTest
  @CsvSource({"5%,0", "4.9%,1", "10,0", "9,1", "0,1", "100%,0"})
  void isAGateWhereSoManyMayChange(String most, int code) {
    preloop.rest(BACKTEST, 200, REPLAYED);

    var run = cli.run("policy", "backtest", "-", "--since", "12h", "--max-changed", most);

    assertThat(run.code()).isEqualTo(code);
    assertThat(
            run.out()
                .contains(
                    "changed or may have: 10 of 200 calls, more than " + most.replace("%", " %")))
        .isEqualTo(code == 1);
  }

  @Test
  void noCallsAreNoChange() {
    preloop.rest(
        BACKTEST,
        200,
        """
        {"from": "2026-10-23T00:00:00Z", "to": "2026-11-22T00:00:00Z", "calls": 0, "changes": [],
         "unchanged": 0, "changed": 0, "unknown": 0, "more_approvals": 0, "rules": []}
        """);

    var run = cli.run("policy", "backtest", "-", "--since", "90m", "--max-changed", "0%");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .isEqualTo(
            "-: no call is recorded from 2026-10-23 00:00:00 UTC to 2026-11-22 00:00:00 UTC\n");
  }

  @Test
  void takesTimesAsTheyAreWritten() {
    preloop.rest(BACKTEST, 200, REPLAYED);

    cli.run(
        "policy",
        "backtest",
        "-",
        "--since",
        "2026-11-01T00:00:00Z",
        "--until",
        "2026-11-02T00:00:00Z",
        "--limit",
        "500",
        "--against",
        "in_force");

    assertThat(preloop.last().body())
        .contains(
            "\"since\":\"2026-11-01T00:00:00Z\"",
            "\"until\":\"2026-11-02T00:00:00Z\"",
            "\"limit\":500",
            "\"against\":\"in_force\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"30 days", "d", "-3d", "2026-11-01", "1234567d"})
  void aTimeMustBeOne(String since) {
    var run = cli.run("policy", "backtest", "-", "--since=" + since);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("is no time; say 30d");
    assertThat(preloop.received()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"five", "-1", "5 %%", "1e3", "%"})
  void aThresholdMustBeOne(String most) {
    var run = cli.run("policy", "backtest", "-", "--since", "1d", "--max-changed=" + most);

    assertThat(run.code()).isEqualTo(2);
    assertThat(preloop.received()).isEmpty();
  }

  @Test
  void aDocumentThatIsNotValidIsNotTried() {
    preloop.rest(
        BACKTEST,
        422,
        """
        {"type": "x/policy-invalid", "detail": "No.", "findings": [
          {"severity": "error", "code": "key.unknown", "path": "$", "line": 1, "column": 1,
           "message": "No such key."}]}
        """);

    var run = cli.run("policy", "backtest", "-", "--since", "1d");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).startsWith("-:1:1 error key.unknown No such key.");
  }

  @Test
  void programsGetWhatTheServerSaid() {
    preloop.rest(BACKTEST, 200, REPLAYED);

    var answer = Json.read(cli.run("policy", "backtest", "-", "--since", "1d", "-o", "json").out());

    assertThat(answer.at("/items/0/changed").asInt()).isEqualTo(6);
    assertThat(answer.at("/items/0/changes/0/audit_log_id").asString()).isEqualTo("a-1");
  }
}
