package ai.preloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AuditTests extends AgainstPreloop {

  @Test
  void tailReadsTheOldestFirstAndPassesFiltersOn() {
    preloop.rest("GET /audit-logs", 200, "{\"items\":[" + record(2) + "," + record(1) + "]}");

    var run = cli.run("audit", "tail", "--verdict", "deny", "--limit", "2");

    assertThat(run.out().lines().toList().get(1))
        .startsWith("1    2026-11-21 10:00:00 UTC  claude");
    assertThat(run.out()).contains("No deletions");
    assertThat(preloop.last().query()).isEqualTo("verdict=deny&limit=2");
  }

  @Test
  void followPrintsEachRecordOnceAcrossPages() throws Exception {
    var done = new CountDownLatch(1);
    preloop
        .rest("GET /audit-logs", 200, "{\"items\":[" + record(1) + "]}")
        .rest("GET /audit-logs", 200, "{\"items\":[" + record(3) + "],\"next_cursor\":\"c\"}")
        .rest("GET /audit-logs", 200, "{\"items\":[" + record(2) + "," + record(1) + "]}")
        .on(
            "GET /api/v1/audit-logs",
            asked -> {
              done.countDown();
              return PreloopFixture.Reply.json(500, "{\"detail\":\"Enough.\"}");
            });
    var following = Thread.startVirtualThread(() -> cli.run("audit", "tail", "-f", "-o", "json"));

    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    following.join();

    assertThat(printed(cli.out.toString(StandardCharsets.UTF_8))).containsExactly("1", "2", "3");
    assertThat(cli.pauses).containsOnly(Duration.ofSeconds(1));
  }

  @Test
  void followGoesOnWithAnotherTokenAndAfterARestart() {
    cli.write(
        "config.yaml",
        """
        url: %s
        access_token: runs-out
        refresh_token: renews
        expires_at: '%s'
        """
            .formatted(preloop.url(), Instant.now().plusSeconds(900)));
    preloop
        .rest("GET /audit-logs", 200, "{\"items\":[" + record(1) + "]}")
        .on(
            "GET /api/v1/audit-logs",
            asked -> {
              remember("another");
              return PreloopFixture.Reply.json(401, "{\"detail\":\"It has run out.\"}");
            })
        .rest("GET /audit-logs", 503, "{\"detail\":\"Restarting.\"}")
        .rest("GET /audit-logs", 502, "{\"detail\":\"Restarting.\"}")
        .rest("GET /audit-logs", 200, "{\"items\":[" + record(2) + "]}")
        .rest("GET /audit-logs", 401, "{\"detail\":\"Signed out.\"}");

    var run = cli.run("audit", "tail", "-f", "-o", "json");

    assertThat(printed(run.out())).containsExactly("1", "2");
    assertThat(preloop.received())
        .extracting(PreloopFixture.Received::authorization)
        .startsWith("Bearer runs-out", "Bearer runs-out", "Bearer another");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("Restarting. Waiting for it.\nSigned out.\n");
  }

  /** As another run of the command would. */
  private void remember(String token) {
    cli.write("config.yaml", "url: %s\naccess_token: %s\n".formatted(preloop.url(), token));
  }

  private static List<String> printed(String out) {
    return out.lines().map(line -> line.replaceAll(".*\"seq\":(\\d+).*", "$1")).toList();
  }

  @Test
  void verifySaysWhereTheChainIsBroken() {
    preloop
        .rest("GET /audit-logs/verify", 200, "{\"valid\":true,\"records\":7}")
        .rest(
            "GET /audit-logs/verify",
            200,
            "{\"valid\":false,\"first_broken_seq\":5," + "\"reason\":\"The record was changed.\"}");

    var whole = cli.run("audit", "verify");
    var broken = cli.run("audit", "verify");

    assertThat(whole.code()).isZero();
    assertThat(whole.out()).isEqualTo("The chain is whole: 7 records.\n");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.out()).contains("The chain is broken at seq 5.\n", "The record was changed.");
  }

  private static String record(int seq) {
    return """
    {"seq": %d, "at": "2026-11-21T10:00:00Z", "principal": "claude", "action": "call",
     "tool": "rm", "verdict": "deny", "rule": {"number": 1, "description": "No deletions"}}
    """
        .formatted(seq);
  }
}
