package ai.preloop.activities.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The product's own Temporal dev server: durable in one file, on loopback, with its UI. */
final class EmbeddedTemporal implements ServerProgram {

  private static final Pattern SERVER_VERSION = Pattern.compile("Server (\\d[\\w.-]*)");

  /** What the product lists and finds workflows by. */
  private static final List<String> SEARCH_ATTRIBUTES =
      List.of("PreloopAccount=Keyword", "PreloopTool=Keyword", "PreloopStatus=Keyword");

  /** A write-ahead log and one sync for each checkpoint, in place of two syncs for each write. */
  private static final List<String> SQLITE_PRAGMAS = List.of("journal_mode=WAL", "synchronous=1");

  /** The defaults are for clusters; here each of them would delay every step by up to 50 ms. */
  private static final List<String> DYNAMIC_CONFIGURATION =
      List.of(
          "history.transferProcessorMaxPollRPS=500",
          "history.timerProcessorMaxPollRPS=200",
          "history.visibilityProcessorMaxPollRPS=50",
          "system.enableEagerWorkflowStart=true");

  private final Path program;
  private final Path database;
  private final KeptValues kept;

  private EmbeddedTemporal(Path program, Path database, KeptValues kept) {
    this.program = program;
    this.database = database;
    this.kept = kept;
  }

  /** The schema is applied to a new file only, so each server version has a file of its own. */
  static EmbeddedTemporal prepare(ServerHome home, Launcher launcher, Path found)
      throws IOException, InterruptedException {
    Path program = within(home, found);
    Path folder = home.ownFolder("temporal");
    String version = version(launcher.run(List.of(program.toString(), "--version"), ""), found);
    return new EmbeddedTemporal(
        program,
        folder.resolve("temporal-%s.db".formatted(version)),
        new KeptValues(home.home().resolve("temporal.properties")));
  }

  TemporalAddress address() {
    return new TemporalAddress("127.0.0.1:" + port("port"), "http://127.0.0.1:" + port("ui-port"));
  }

  @Override
  public EmbeddedServer kind() {
    return EmbeddedServer.TEMPORAL;
  }

  @Override
  public List<String> command() {
    var command = new ArrayList<>(List.of(program.toString(), "server", "start-dev"));
    command.addAll(List.of("--ip", "127.0.0.1", "--ui-ip", "127.0.0.1", "--log-level", "error"));
    command.addAll(List.of("--port", port("port"), "--ui-port", port("ui-port")));
    command.addAll(List.of("--http-port", port("http-port")));
    command.addAll(List.of("--metrics-port", port("metrics-port")));
    command.addAll(mark());
    SEARCH_ATTRIBUTES.forEach(value -> command.addAll(List.of("--search-attribute", value)));
    SQLITE_PRAGMAS.forEach(value -> command.addAll(List.of("--sqlite-pragma", value)));
    DYNAMIC_CONFIGURATION.forEach(
        value -> command.addAll(List.of("--dynamic-config-value", value)));
    return command;
  }

  @Override
  public List<String> mark() {
    return List.of("--db-filename", database.toString());
  }

  @Override
  public Path kept() {
    return kept.file();
  }

  @Override
  public List<Integer> ports() {
    return List.of(
        kept.port("port"), kept.port("ui-port"), kept.port("http-port"), kept.port("metrics-port"));
  }

  /** The ports first: to open a gRPC channel for each attempt would be slow. */
  @Override
  public boolean isReady() {
    if (!ports().stream().allMatch(Ports::answers)) {
      return false;
    }
    var options = WorkflowServiceStubsOptions.newBuilder().setTarget(address().target()).build();
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options);
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(2, TimeUnit.SECONDS)
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace("default").build());
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    } finally {
      stubs.shutdownNow();
    }
  }

  private String port(String name) {
    return Integer.toString(kept.port(name));
  }

  private static String version(Launcher.Finished finished, Path found) {
    Matcher matcher = SERVER_VERSION.matcher(finished.output());
    if (finished.exit() != 0 || !matcher.find()) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE, "%s is not the Temporal CLI, or cannot be run".formatted(found));
    }
    return matcher.group(1);
  }

  /** A copy where the servers' user cannot come to the program itself. */
  private static Path within(ServerHome home, Path found) throws IOException {
    if (home.user().canEnter(found)) {
      return found;
    }
    Path copy = home.programFolder("programs").resolve("temporal");
    if (!Files.exists(copy)
        || !Files.getLastModifiedTime(copy).equals(Files.getLastModifiedTime(found))) {
      Path part = copy.resolveSibling("temporal.part");
      Files.copy(found, part, COPY_ATTRIBUTES, REPLACE_EXISTING);
      Files.move(part, copy, ATOMIC_MOVE);
    }
    return copy;
  }
}
