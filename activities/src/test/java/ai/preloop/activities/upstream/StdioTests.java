package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.ToolDefinition;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.activities.upstream.UpstreamAnswer.Withheld;
import ai.preloop.activities.upstream.UpstreamServer.Command;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are programs: how calls end when these die, say nonsense, or do not listen. */
@Timeout(60)
class StdioTests {

  private static final Command SERVER = new Command("fixture");
  private static final UpstreamSettings SETTINGS =
      new UpstreamSettings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ZERO,
          256 << 10,
          64 << 20,
          8,
          "test");

  @TempDir private Path folder;
  private final List<UpstreamClient> clients = new ArrayList<>();
  private final UpstreamClient client = client(SETTINGS, 2, Duration.ofMinutes(10));

  private UpstreamClient client(UpstreamSettings settings, int processes, Duration idle) {
    Map<String, LocalCommand> commands =
        Map.of(
            "fixture",
            FixtureProgram.command("LANG_OF_TEST", "USER", "PATH"),
            "missing",
            new LocalCommand(List.of("/no/such/program"), List.of(), null));
    UpstreamClient made =
        new UpstreamClient(
            settings,
            new LinkSettings(commands, processes, idle),
            new AddressRules(AddressRules.Local.OPEN, List.of(), port -> false));
    clients.add(made);
    return made;
  }

  @AfterEach
  void stop() throws IOException {
    for (UpstreamClient each : clients) {
      each.close();
    }
  }

  @Test
  void isOneProcessForASession() {
    UpstreamSession one = client.open(SERVER).session();
    UpstreamSession other = client.open(SERVER).session();

    assertThat(one.protocolVersion()).isEqualTo("2024-11-05");
    assertThat(text(one, "pid")).isEqualTo(text(one, "pid")).isNotEqualTo(text(other, "pid"));
    assertThat(client.listTools(SERVER, one, "{}").tools())
        .extracting(ToolDefinition::name)
        .containsExactly("pid");
  }

  @Test
  void hasNothingOfOurEnvironmentButWhatIsListed() {
    UpstreamSession session = client.open(SERVER).session();
    List<String> variables = Arrays.asList(text(session, "variables").split(","));

    assertThat(variables).contains("HOME", "PATH").isSubsetOf("HOME", "PATH", "USER");
    assertThat(Path.of(text(session, "variable", "HOME")))
        .isEmptyDirectory()
        .isNotEqualTo(Path.of(System.getProperty("user.home")));
  }

  @Test
  void getsEachMessageAsOneLine() {
    UpstreamSession session = client.open(SERVER).session();

    assertThat(call(session, "line", "{\n\"text\":\r\n \"a\\nb\" }"))
        .isInstanceOfSatisfying(
            Result.class,
            result -> assertThat(result.result().toString()).contains("text\\\":   \\\"a\\\\nb"));
  }

  @Test
  void answersInItsOwnOrder() {
    UpstreamSession session = client.open(SERVER).session();
    CompletableFuture<UpstreamAnswer> first =
        CompletableFuture.supplyAsync(
            () -> call(session, "keep", "{}"), Thread::startVirtualThread);
    await(() -> text(session, "release").equals("released") && first.isDone());

    assertThat(first.join())
        .isInstanceOfSatisfying(
            Result.class, result -> assertThat(result.result().toString()).contains("kept"));
  }

  @Test
  void speaksToWhoeverCalled() {
    UpstreamSession session = client.open(SERVER).session();
    List<String> heard = new CopyOnWriteArrayList<>();
    Listener listener =
        new Listener() {
          @Override
          public void notified(String method, JsonSlice message) {
            heard.add(method);
          }

          @Override
          public void asked(ServerRequest request) {
            heard.add(request.method());
            request.result(JsonSlice.of("{\"action\":\"accept\"}".getBytes(UTF_8)));
          }
        };
    long id = client.nextId();
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"_meta\":{\"progressToken\":\"mine\"},\"name\":\"ask\"}}"
            .formatted(id);

    UpstreamAnswer answer =
        client.call(
            SERVER,
            session,
            new Outgoing(
                id, body.getBytes(UTF_8), Clearance.GIVEN, client.deadline(), listener, Map.of()));

    assertThat(heard).containsExactly("notifications/progress", "elicitation/create");
    assertThat(answer)
        .isInstanceOfSatisfying(
            Result.class,
            result -> assertThat(result.result().toString()).contains("'action':'accept'"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"die", "garbage", "large"})
  void leavesTheCallUnknownAndLosesTheSession(String tool) {
    UpstreamSession session = client.open(SERVER).session();
    long pid = Long.parseLong(text(session, "pid"));

    assertThat(call(session, tool, "{}"))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.type()).isEqualTo(ProblemType.UPSTREAM_FAILED));
    assertThat(call(session, "pid", "{}")).isInstanceOf(SessionLost.class);
    await(() -> !isAlive(pid));
    assertThat(text(client.open(SERVER).session(), "pid")).isNotEqualTo(Long.toString(pid));
  }

  @Test
  void hidesItsVariablesInWhatItSaidLast() {
    List<String> heard = new ArrayList<>();
    await(() -> {
      heard.add(confession());
      return heard.getLast().contains("It said last");
    });

    assertThat(heard.getLast()).endsWith("It said last: no entry with [redacted]");
  }

  /** What is told of its death; its last words only where they were heard within a moment. */
  private String confession() {
    UpstreamAnswer answer = call(client.open(SERVER).session(), "confess", "{\"text\":\"PATH\"}");
    assertThat(answer).isInstanceOf(Unknown.class);
    return ((Unknown) answer).sentence();
  }

  @Test
  void losesTheSessionOfAProgramThatWasKilledWhileItRested() {
    UpstreamSession session = client.open(SERVER).session();
    ProcessHandle.of(Long.parseLong(text(session, "pid"))).orElseThrow().destroyForcibly();
    await(() -> client.processes() == 0);

    assertThat(call(session, "pid", "{}")).isInstanceOf(SessionLost.class);
  }

  @Test
  void isKilledWithWhatItStarted() {
    UpstreamSession session = client.open(SERVER).session();
    long started = Long.parseLong(text(session, "child"));
    client.end(SERVER, session);

    await(() -> !isAlive(started));
    assertThat(client.processes()).isZero();
  }

  @Test
  void leavesNothingBehindWhenItDies() {
    UpstreamSession session = client.open(SERVER).session();
    long started = Long.parseLong(text(session, "child"));
    Path home = Path.of(text(session, "variable", "HOME"));
    call(session, "die", "{}");

    await(() -> !isAlive(started) && Files.notExists(home));
  }

  @Test
  void endsWithTheProduct() throws IOException {
    long pid = Long.parseLong(text(client.open(SERVER).session(), "pid"));
    client.close();

    assertThat(isAlive(pid)).isFalse();
  }

  @Test
  void endsWhenItRests() {
    UpstreamClient tidy = client(SETTINGS, 1, Duration.ofSeconds(2));
    tidy.open(SERVER);

    await(() -> tidy.processes() == 0);
  }

  @Test
  void timesOutWithoutHarmToTheOthers() {
    UpstreamClient quick =
        client(
            SETTINGS.within(Duration.ofSeconds(5), Duration.ofSeconds(5), 4),
            1,
            Duration.ofMinutes(1));
    UpstreamSession session = quick.open(SERVER).session();

    assertThat(call(quick, session, "keep", "{}"))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.type()).isEqualTo(ProblemType.UPSTREAM_TIMEOUT));
    assertThat(call(quick, session, "pid", "{}")).isInstanceOf(Result.class);
  }

  @Test
  void thatReadsNothingIsKilledAndTheCallUnknown() {
    UpstreamClient quick =
        client(
            SETTINGS.within(Duration.ofSeconds(5), Duration.ofSeconds(5), 4),
            1,
            Duration.ofMinutes(1));
    UpstreamSession session = quick.open(SERVER).session();
    Path deaf = folder.resolve("deaf");
    Thread.startVirtualThread(
        () -> call(quick, session, "deaf", "{\"text\":\"%s\"}".formatted(deaf)));
    await(() -> Files.exists(deaf));

    String large = "{\"text\":\"%s\"}".formatted("x".repeat(200_000));
    assertThat(call(quick, session, "pid", large)).isInstanceOf(Unknown.class);
    await(() -> quick.processes() == 0);
  }

  @Test
  void sendsNothingThatIsNotCleared() {
    UpstreamSession session = client.open(SERVER).session();
    long id = client.nextId();

    assertThat(
            client.call(
                SERVER,
                session,
                new Outgoing(id, body(id, "die", "{}"), () -> "Not now.", client.deadline())))
        .isEqualTo(new Withheld("Not now."));
    assertThat(call(session, "pid", "{}")).isInstanceOf(Result.class);
  }

  @Test
  void isRefusedBeyondTheMostAtOnce() {
    client.open(SERVER);
    UpstreamSession second = client.open(SERVER).session();

    assertThatThrownBy(() -> client.open(SERVER))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE))
        .hasMessageContaining("2 processes");
    client.end(SERVER, second);
    assertThat(client.open(SERVER).session()).isNotNull();
  }

  @Test
  void isNothingThatTheOperatorDidNotName() {
    assertThatThrownBy(() -> client.open(new Command("other")))
        .hasMessageContaining("no command called `other`");
    assertThatThrownBy(() -> client.open(new Command("missing")))
        .isInstanceOf(ProblemException.class);
    assertThat(client.processes()).isZero();
  }

  private String text(UpstreamSession session, String tool) {
    return text(session, tool, "");
  }

  private String text(UpstreamSession session, String tool, String argument) {
    UpstreamAnswer answer = call(session, tool, "{\"text\":\"%s\"}".formatted(argument));
    assertThat(answer).isInstanceOf(Result.class);
    String result = ((Result) answer).result().toString();
    return result.replaceAll(".*\"text\":\"([^\"]*)\".*", "$1");
  }

  private UpstreamAnswer call(UpstreamSession session, String tool, String arguments) {
    return call(client, session, tool, arguments);
  }

  private static UpstreamAnswer call(
      UpstreamClient client, UpstreamSession session, String tool, String arguments) {
    long id = client.nextId();
    return client.call(
        SERVER,
        session,
        new Outgoing(id, body(id, tool, arguments), Clearance.GIVEN, client.deadline()));
  }

  private static byte[] body(long id, String tool, String arguments) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}}"
        .formatted(id, tool, arguments)
        .getBytes(UTF_8);
  }

  /** One that nobody has collected yet is dead. */
  private static boolean isAlive(long pid) {
    try {
      return !Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
    } catch (IOException e) {
      return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
  }

  private static void await(BooleanSupplier condition) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(30));
    while (!condition.getAsBoolean()) {
      assertThat(deadline.hasPassed()).as("in time").isFalse();
      LockSupport.parkNanos(20_000_000);
    }
  }
}
