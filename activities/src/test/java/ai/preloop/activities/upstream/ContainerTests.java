package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.upstream.ContainerCommand.Inside;
import ai.preloop.activities.upstream.ContainerCommand.Limits;
import ai.preloop.activities.upstream.ContainerCommand.Mount;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.SessionLost;
import ai.preloop.activities.upstream.UpstreamAnswer.Unknown;
import ai.preloop.activities.upstream.UpstreamServer.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are programs in containers: what they can do there, and how they end. */
@Timeout(120)
class ContainerTests {

  private static final Command SERVER = new Command("boxed");
  private static final Limits LIMITS = new Limits(32 << 20, 0.5, 16);
  private static final URI ENGINE = ContainerSettings.DEFAULTS.engine();
  private static final UpstreamSettings QUICK =
      UpstreamSettings.DEFAULTS.within(Duration.ofSeconds(2), Duration.ofSeconds(2), 4);

  @TempDir private Path folder;
  private final String node = UUID.randomUUID().toString();
  private final List<UpstreamClient> clients = new ArrayList<>();

  @BeforeAll
  static void require() {
    FixtureImage.require();
  }

  @AfterEach
  void stop() throws IOException {
    for (UpstreamClient each : clients) {
      each.close();
    }
    awaitNone();
  }

  @Test
  void isOneContainerForASession() {
    UpstreamClient client = client();
    UpstreamSession one = client.open(SERVER).session();
    UpstreamSession other = client.open(SERVER).session();

    assertThat(sh(client, one, "hostname"))
        .isEqualTo(sh(client, one, "hostname"))
        .isNotEqualTo(sh(client, other, "hostname"));
    assertThat(running()).hasSize(2);
  }

  @Test
  void hasNoNetwork() {
    UpstreamClient client = client();

    assertThat(sh(client, client.open(SERVER).session(), "ls /sys/class/net")).isEqualTo("lo");
  }

  @Test
  void canWriteNowhereButInItsScratch() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    UpstreamClient client = client();
    UpstreamSession session = client.open(SERVER).session();

    for (String place : List.of("/", "/bin", "/root", "/open", "/read")) {
      assertThat(sh(client, session, "touch %s/x || echo refused".formatted(place)))
          .as(place)
          .endsWith("refused");
    }
    assertThat(sh(client, session, "touch /tmp/x && echo written")).isEqualTo("written");
  }

  @Test
  void runsNothingOfItsScratch() {
    UpstreamClient client = client();
    UpstreamSession session = client.open(SERVER).session();

    assertThat(sh(client, session, "cp /bin/true /tmp/true && echo there")).isEqualTo("there");
    assertThat(sh(client, session, "/tmp/true || echo refused")).endsWith("refused");
  }

  @Test
  void readsWhatIsMounted() throws IOException {
    Files.writeString(folder.resolve("note"), "of the host");
    folder.toFile().setExecutable(true, false);
    folder.toFile().setReadable(true, false);
    UpstreamClient client = client();

    assertThat(sh(client, client.open(SERVER).session(), "cat /read/note"))
        .isEqualTo("of the host");
  }

  @Test
  void isNobodyWithoutCapabilitiesAndCannotGainThem() {
    UpstreamClient client = client();
    UpstreamSession session = client.open(SERVER).session();

    assertThat(sh(client, session, "id -u")).isEqualTo("65534");
    assertThat(
            sh(
                client,
                session,
                "grep -E CapBnd\\\\|NoNewPrivs /proc/self/status | tr -d '\\\\t\\\\n'"))
        .contains("CapBnd:0000000000000000")
        .contains("NoNewPrivs:1");
  }

  @Test
  void isOfNoOtherGroupWhereOnlyTheUserIsGiven() {
    UpstreamClient client = client(command(FixtureImage.NAME, "1234", folder), ENGINE);
    UpstreamSession session = client.open(SERVER).session();

    assertThat(sh(client, session, "id -u; id -g; id -G")).isEqualTo("1234 1234 1234");
  }

  @Test
  void hasNoMoreMemoryAndProcessesThanItMay() {
    UpstreamClient client = client();
    client.open(SERVER);

    String limits = "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.PidsLimit}}";
    assertThat(docker("inspect", "-f", limits, running().getFirst()))
        .isEqualTo("33554432 33554432 16");
  }

  @Test
  void hasNothingOfOurEnvironmentButWhatIsListed() {
    UpstreamClient client = client();
    String variables =
        sh(client, client.open(SERVER).session(), "env | cut -d= -f1 | tr '\\\\n' ,");

    assertThat(variables.split(","))
        .contains("LANG_OF_TEST", "HOSTNAME")
        .doesNotContain("JAVA_HOME");
  }

  @Test
  void goesWithItsSession() {
    UpstreamClient client = client();
    UpstreamSession session = client.open(SERVER).session();
    client.end(SERVER, session);

    awaitNone();
    assertThat(client.processes()).isZero();
  }

  @Test
  void isToldToEndBeforeItIsKilled() throws IOException {
    String script = "trap 'echo bye; exit' TERM; echo ready; while :; do read -r x; done";
    Inside inside = new Inside("65534", null, List.of());
    try (Containers containers = new Containers(new ContainerSettings(ENGINE, node))) {
      Program program =
          containers.start(
              "talker",
              new ContainerCommand(
                  FixtureImage.NAME, List.of("/bin/sh", "-c", script), List.of(), LIMITS, inside),
              Deadline.in(Duration.ofMinutes(1)));
      BufferedReader said = new BufferedReader(new InputStreamReader(program.output(), UTF_8));
      assertThat(said.readLine()).isEqualTo("ready");
      program.end();

      assertThat(said.readLine()).isEqualTo("bye");
      program.awaitEnd(Duration.ofSeconds(30));
      awaitNone();
    }
  }

  @Test
  void hidesItsVariablesInWhatItsServerSaidLast() {
    UpstreamClient client = client();
    UpstreamSession session = client.open(SERVER).session();

    assertThat(answer(client, session, "echo no entry with $PATH. >&2; kill -9 -1"))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.sentence()).contains("no entry with [redacted]."));
  }

  @Test
  void saysWhatItsServerSaidLastWhenItDies() {
    UpstreamClient client = client();
    UpstreamSession session = client.open(SERVER).session();

    assertThat(answer(client, session, "echo the disk is full >&2; kill -9 -1"))
        .isInstanceOfSatisfying(
            Unknown.class, it -> assertThat(it.sentence()).contains("the disk is full"));
    assertThat(answer(client, session, "true")).isInstanceOf(SessionLost.class);
    awaitNone();
  }

  @Test
  void isRemovedByTheNextStartWhenItsNodeCrashed() {
    client().open(SERVER);
    String left = running().getFirst();

    UpstreamClient next = client();

    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !running().contains(left));
    assertThat(next.open(SERVER).session()).isNotNull();
  }

  @Test
  void saysThatItsImageIsNotThere() {
    UpstreamClient client = client(command("no/such/image", "65534", folder), ENGINE);

    assertThatThrownBy(() -> client.open(SERVER))
        .hasMessageContaining("the image no/such/image is not on the machine");
    assertThat(client.processes()).isZero();
  }

  @Test
  void saysThatTheEngineDoesNotAnswer() {
    UpstreamClient client = client(command(), URI.create("unix:///no/such/docker.sock"));

    assertThatThrownBy(() -> client.open(SERVER))
        .hasMessageContaining("the container engine unix:///no/such/docker.sock does not answer");
    assertThat(client.processes()).isZero();
  }

  @Test
  @Timeout(20)
  void waitsNoLongerThanItsCallForAnEngineThatHangs() throws IOException {
    Path socket = folder.resolve("engine.sock");
    try (ServerSocketChannel deaf = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      deaf.bind(UnixDomainSocketAddress.of(socket));
      UpstreamClient client = client(command(), URI.create("unix://" + socket), QUICK);

      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> client.open(SERVER)).hasMessageContaining("does not answer");
        assertThat(client.processes()).isZero();
      }
    }
  }

  @Test
  void refusesAnImageThatDeclaresVolumes() {
    UpstreamClient client = client(command(FixtureImage.WITH_VOLUME, "65534", folder), ENGINE);

    assertThatThrownBy(() -> client.open(SERVER)).hasMessageContaining("declares volumes");
    assertThat(client.processes()).isZero();
  }

  @Test
  void makesNoFolderThatIsToBeMounted() {
    Path missing = folder.resolve("missing");
    UpstreamClient client = client(command(FixtureImage.NAME, "65534", missing), ENGINE);

    assertThatThrownBy(() -> client.open(SERVER))
        .hasMessageContaining("the container engine refuses it; the log says why")
        .hasMessageNotContaining(missing.toString());
    assertThat(missing).doesNotExist();
  }

  @Test
  void leavesNothingOfAProgramThatDoesNotStart() {
    ContainerCommand command =
        new ContainerCommand(
            FixtureImage.NAME,
            List.of("/serve"),
            List.of(),
            LIMITS,
            new Inside("65534", "/serve/no/folder", List.of()));
    UpstreamClient client = client(command, ENGINE);

    assertThatThrownBy(() -> client.open(SERVER)).hasMessageContaining("the log says why");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> attached() == 0);
    awaitNone();
  }

  private void awaitNone() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> running().isEmpty());
  }

  /** How many threads read what is to be sent to a container. */
  private static long attached() {
    return Thread.getAllStackTraces().values().stream()
        .map(Arrays::toString)
        .filter(stack -> stack.contains("PipedInputStream.read") && stack.contains("dockerjava"))
        .count();
  }

  private UpstreamClient client() {
    return client(command(), ENGINE);
  }

  private UpstreamClient client(ContainerCommand command, URI engine) {
    return client(command, engine, UpstreamSettings.DEFAULTS);
  }

  private ContainerCommand command() {
    return command(FixtureImage.NAME, "65534:65534", folder);
  }

  private static ContainerCommand command(String image, String user, Path read) {
    Inside inside = new Inside(user, null, List.of(new Mount(read.toString(), "/read")));
    return new ContainerCommand(image, List.of("/serve"), List.of("PATH"), LIMITS, inside);
  }

  private UpstreamClient client(ContainerCommand command, URI engine, UpstreamSettings settings) {
    UpstreamClient made =
        new UpstreamClient(
            settings,
            new LinkSettings(
                Map.of(SERVER.name(), command),
                4,
                Duration.ofMinutes(1),
                new ContainerSettings(engine, node)),
            new AddressRules(AddressRules.Local.OPEN, List.of(), _ -> false));
    clients.add(made);
    return made;
  }

  private static String sh(UpstreamClient client, UpstreamSession session, String script) {
    UpstreamAnswer answer = answer(client, session, script);
    assertThat(answer).isInstanceOf(Result.class);
    return ((Result) answer).result().toString().replaceAll(".*\"text\":\"([^\"]*)\".*", "$1");
  }

  private static UpstreamAnswer answer(
      UpstreamClient client, UpstreamSession session, String script) {
    long id = client.nextId();
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"name\":\"sh\",\"arguments\":{\"script\":\"%s\"}}}"
            .formatted(id, script);
    Outgoing outgoing = new Outgoing(id, body.getBytes(UTF_8), Clearance.GIVEN, client.deadline());
    return client.call(SERVER, session, outgoing);
  }

  /** The containers of this test's node. */
  private List<String> running() {
    return docker("ps", "-aq", "--no-trunc", "--filter", "label=ai.preloop.node=" + node)
        .lines()
        .toList();
  }

  private static String docker(String... words) {
    return FixtureImage.docker(words);
  }
}
