package ai.preloop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.cli.PreloopFixture.Received;
import ai.preloop.cli.terminal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WatchTests extends AgainstPreloop {

  private static final String LIST = "GET /approval-requests";
  private static final String ENOUGH = "{\"detail\":\"Enough.\"}";

  @Test
  void showsWhatWaitsAsItComesAndWhatBecameOfIt() {
    looks(List.of(waiting(1)), List.of(done(0), waiting(1)))
        .rest(LIST, 200, list(waiting(2), waiting(1)))
        .rest(LIST, 200, list(waiting(2), done(1)))
        .rest(LIST, 200, list(declined(2), done(1)))
        .rest(LIST, 500, ENOUGH);

    var run = cli.run("approvals", "watch");

    assertThat(run.err()).isEqualTo("Enough.\n");
    assertThat(run.out().lines().map(WatchTests::shown))
        .containsExactly(
            "10:00:01 UTC  pending          %s  demo.pay  asked by claude, until 2026-11-21 11:00:00 UTC"
                .formatted(id(1)),
            "10:00:02 UTC  pending          %s  demo.pay  asked by claude, until 2026-11-21 11:00:00 UTC"
                .formatted(id(2)),
            "10:30:01 UTC  approved         %s  demo.pay  by owner".formatted(id(1)),
            "now  succeeded        %s  demo.pay".formatted(id(1)),
            "10:30:02 UTC  declined         %s  demo.pay  by owner: no\\u001B[2J".formatted(id(2)));
  }

  @Test
  void forProgramsEachEventIsALineOfJson() {
    looks(List.of(), List.of()).rest(LIST, 200, list(done(1))).rest(LIST, 500, ENOUGH);

    var run = cli.run("approvals", "watch", "-o", "json");

    assertThat(run.out().lines().map(Json::read))
        .extracting(line -> line.path("event").asString())
        .containsExactly("pending", "approved", "succeeded");
    assertThat(run.out().lines().map(Json::read))
        .extracting(line -> line.at("/request/id").asString())
        .containsOnly(id(1));
  }

  @Test
  void showsOnlyTheStatusThatIsAskedFor() {
    looks(List.of(waiting(1)), List.of())
        .rest(LIST, 200, list(waiting(2), declined(1)))
        .rest(LIST, 500, ENOUGH);

    var run = cli.run("approvals", "watch", "--status", "declined", "-o", "json");

    assertThat(run.out().lines()).singleElement().asString().contains("declined", id(1));
    assertThat(cli.run("approvals", "watch", "--status", "nonsense").code()).isEqualTo(2);
  }

  @Test
  void goesOnAfterARestartAndSaysOnceThatItWaits() {
    looks(List.of(waiting(1)), List.of(waiting(1)))
        .rest(LIST, 503, "{\"detail\":\"Restarting.\"}")
        .rest(LIST, 502, "{\"detail\":\"Restarting.\"}")
        .rest(LIST, 200, list(declined(1)))
        .rest(LIST, 500, ENOUGH);

    var run = cli.run("approvals", "watch", "-o", "json");

    assertThat(run.err()).isEqualTo("Restarting. Waiting for it.\nEnough.\n");
    assertThat(run.out().lines()).hasSize(2).last().asString().contains("declined");
  }

  @Test
  void looksAtWhatWaitsLongerThanTheNewestHundred() {
    String[] newer = IntStream.range(2, 102).mapToObj(WatchTests::declined).toArray(String[]::new);
    looks(List.of(waiting(0), waiting(1)), List.of(newer))
        .rest(LIST, 200, list(newer))
        .rest("GET /approval-requests/" + id(0), 404, "{\"detail\":\"Gone.\"}")
        .rest("GET /approval-requests/" + id(1), 200, waiting(1))
        .rest("GET /approval-requests/" + id(1), 200, declined(1))
        .rest(LIST, 200, list(newer))
        .rest(LIST, 500, ENOUGH);

    var run = cli.run("approvals", "watch", "-o", "json");

    assertThat(run.out().lines()).hasSize(3).last().asString().contains("declined", id(1));
    assertThat(preloop.received()).extracting(Received::path).containsOnlyOnce(path(0));
  }

  @Test
  void missesNothingWhenMoreThanAPageComesAtOnce() {
    looks(List.of(waiting(0)), List.of(waiting(0)))
        .rest(LIST, 200, page("next", IntStream.range(0, 100).mapToObj(i -> waiting(200 - i))))
        .rest(LIST, 200, list(IntStream.range(0, 101).mapToObj(i -> waiting(100 - i))))
        .rest(LIST, 500, ENOUGH);

    var run = cli.run("approvals", "watch", "-o", "json");

    assertThat(run.out().lines().map(line -> Json.read(line).at("/request/id").asString()))
        .containsExactly(IntStream.range(0, 201).mapToObj(WatchTests::id).toArray(String[]::new));
    assertThat(preloop.received().get(3).query()).isEqualTo("limit=100&cursor=next");
  }

  @Test
  void aCallThatWasApprovedAndDoesNotRunYetIsStillLookedAt() {
    String[] newer = IntStream.range(2, 102).mapToObj(WatchTests::declined).toArray(String[]::new);
    String question =
        request(1, "approved", "none")
            .replace("\"pay\",\"server\":\"demo\"", "\"request_approval\",\"server\":\"preloop\"");
    looks(List.of(), List.of(request(0, "approved", "none"), question))
        .rest(LIST, 200, list(newer))
        .rest("GET /approval-requests/" + id(0), 200, done(0))
        .rest(LIST, 500, ENOUGH);

    var run = cli.run("approvals", "watch", "-o", "json");

    assertThat(run.out().lines())
        .anyMatch(line -> line.contains("\"succeeded\"") && line.contains(id(0)));
    assertThat(preloop.received()).extracting(Received::path).doesNotContain(path(1));
  }

  @Test
  void endsQuietlyWithCtrlC() throws Exception {
    looks(List.of(waiting(1)), List.of(waiting(1))).rest(LIST, 200, list(waiting(1)));
    Process process = watching();
    try (var lines = new Scanner(process.getInputStream(), UTF_8)) {
      assertThat(lines.nextLine()).contains(id(1));
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(process.getErrorStream().readAllBytes()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void endsWhenNobodyReadsAnyMore() throws Exception {
    looks(List.of(waiting(1)), List.of(waiting(1))).rest(LIST, 200, list(declined(1)));
    Process process = watching();
    try {
      try (var lines = new Scanner(process.getInputStream(), UTF_8)) {
        assertThat(lines.nextLine()).contains(id(1));
      }
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** The first look: what waits, then the newest of all. */
  private PreloopFixture looks(List<String> waiting, List<String> newest) {
    return preloop.rest(LIST, 200, list(waiting.stream())).rest(LIST, 200, list(newest.stream()));
  }

  private Process watching() throws IOException {
    var words = new ArrayList<>(hearingCtrlC());
    words.addAll(
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Preloop.class.getName(),
            "approvals",
            "watch",
            "-o",
            "json"));
    var command = new ProcessBuilder(words);
    command.environment().put("PRELOOP_HOME", home.toString());
    command.environment().keySet().removeAll(List.of("PRELOOP_URL", "PRELOOP_TOKEN"));
    return command.start();
  }

  /** What a shell runs in its background hears no Ctrl-C, and its children do not either. */
  private static List<String> hearingCtrlC() throws IOException {
    Path status = Path.of("/proc/self/status");
    boolean deaf =
        Files.exists(status)
            && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
    return deaf ? List.of("env", "--default-signal=INT") : List.of();
  }

  /** Without the day; a time that is the watcher's own is now. */
  private static String shown(String line) {
    return line.replaceFirst("^2026-11-21 (1[01]:[03]0:0\\d UTC)", "$1")
        .replaceFirst("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC", "now");
  }

  private static String list(String... requests) {
    return list(Stream.of(requests));
  }

  private static String list(Stream<String> requests) {
    return "{\"items\":[" + String.join(",", requests.toList()) + "]}";
  }

  private static String page(String next, Stream<String> requests) {
    return list(requests).replaceFirst("}$", ",\"next_cursor\":\"" + next + "\"}");
  }

  private static String path(int number) {
    return "/api/v1/approval-requests/" + id(number);
  }

  private static String id(int number) {
    return "01939c2e-7b1a-7c55-9d3e-%012d".formatted(number);
  }

  private static String waiting(int number) {
    return request(number, "pending", "none");
  }

  private static String done(int number) {
    return request(number, "approved", "succeeded");
  }

  private static String declined(int number) {
    return request(number, "declined", "none")
        .replaceFirst("}$", ",\"comment\":\"no\\\\u001b[2J\"}");
  }

  private static String request(int number, String status, String execution) {
    return """
    {"id":"%s","status":"%s","execution_status":"%s","tool_name":"pay","server":"demo",\
    "requested_by":"claude","created_at":"2026-11-21T10:00:%02dZ",\
    "deadline":"2026-11-21T11:00:00Z","decided_by":"owner",\
    "decided_at":"2026-11-21T10:30:%02dZ"}\
    """
        .formatted(id(number), status, execution, number % 60, number % 60);
  }
}
