package ai.preloop.bench.load;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Preloop as a process of its own with its own servers, over a home that is thrown away. */
public final class Product implements AutoCloseable {

  private static final String PASSWORD = "a password for measuring";
  private static final Duration READY = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path home;
  private final List<String> command;
  private final Map<String, String> environment;
  private final int port = Ports.free();
  private Process process;
  private Duration startedIn;

  /** {@code command} is how the product is started; it is told where to live and to listen. */
  public Product(List<String> command, Path home) throws IOException {
    this(command, home, Map.of());
  }

  /** The same, told more. */
  public Product(List<String> command, Path home, Map<String, String> environment)
      throws IOException {
    this.command = command;
    this.home = home;
    this.environment = environment;
    this.process = launch();
    try {
      this.startedIn = awaitReady(System.nanoTime());
    } catch (IOException e) {
      stop();
      throw e;
    }
  }

  /** Another node over the servers of this one, so that it starts none. */
  Product beside() throws IOException {
    Properties postgres = kept("postgres.properties");
    String database =
        "postgresql://preloop:%s@127.0.0.1:%s/preloop"
            .formatted(postgres.getProperty("password"), postgres.getProperty("port"));
    Map<String, String> servers =
        Map.of(
            "DATABASE_URL",
            database,
            "TEMPORAL_ADDRESS",
            "127.0.0.1:" + kept("temporal.properties").getProperty("port"),
            "SECRET_KEY",
            Files.readString(home.resolve("secret-key")).strip());
    Path other = Files.createTempDirectory("preloop-bench-node");
    // Without them it would make keys of its own, and end those that the load uses.
    Files.copy(home.resolve("credentials.json"), other.resolve("credentials.json"));
    return new Product(command, other, servers);
  }

  public int port() {
    return port;
  }

  /** From the start of the process until it said that it is ready. */
  Duration startedIn() {
    return startedIn;
  }

  void restart() throws IOException {
    stop();
    long before = System.nanoTime();
    process = launch();
    startedIn = awaitReady(before);
  }

  /** How many records this process has brought into the ledger. */
  double recorded() throws IOException {
    return metric("preloop_audit_batch_sum", "");
  }

  String agentKey() throws IOException {
    return JSON.readTree(Files.readAllBytes(home.resolve("credentials.json")))
        .path("agent_key")
        .asString();
  }

  /** The resident set of the product's own process, in MiB. */
  double residentMib() throws IOException {
    return statusMib("VmRSS:");
  }

  private double statusMib(String name) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + java().pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
          .findFirst()
          .orElse(-1);
    }
  }

  /** The most that was resident since {@link #forgetPeak}, in MiB. */
  double peakMib() throws IOException {
    return statusMib("VmHWM:");
  }

  void forgetPeak() throws IOException {
    Files.writeString(Path.of("/proc/" + java().pid() + "/clear_refs"), "5");
  }

  /** What the product, its Temporal and its PostgreSQL have used of the processors until now. */
  Cpu cpu() {
    return Cpu.of(java());
  }

  public String signIn() throws IOException {
    return post(
            "/api/v1/auth/token/json",
            "",
            JSON.writeValueAsString(Map.of("username", "owner", "password", PASSWORD)))
        .path("access_token")
        .asString();
  }

  /** Registers a server on this machine, and asks it for its tools. */
  void addServer(String name, int port, String path) throws IOException {
    String owner = signIn();
    String server =
        post(
                "/api/v1/mcp-servers",
                owner,
                "{\"name\":\"%s\",\"url\":\"http://127.0.0.1:%d%s\"}".formatted(name, port, path))
            .path("id")
            .asString();
    post("/api/v1/mcp-servers/" + server + "/scan", owner, "{}");
  }

  public JsonNode get(String path, String token) throws IOException {
    return send(request(path, token).GET().build());
  }

  public JsonNode post(String path, String token, String body) throws IOException {
    String type = body.startsWith("version:") ? "application/yaml" : "application/json";
    return send(
        request(path, token)
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  @Override
  public void close() throws IOException {
    stop();
  }

  /** Of the product's own process. */
  public long pid() {
    return java().pid();
  }

  /** What {@code /metrics} has under this name where this label is, all others together. */
  public double metric(String name, String label) throws IOException {
    return exchange(request("/metrics", "").GET().build())
        .body()
        .lines()
        .filter(line -> line.startsWith(name) && line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** The command may be a script that runs it. */
  private ProcessHandle java() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .filter(one -> one.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseGet(process::toHandle);
  }

  private void stop() throws IOException {
    java().destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while Preloop stops", e);
    }
  }

  /** What the product keeps in such a file of its home folder. */
  public Properties kept(String file) throws IOException {
    Properties kept = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve(file))) {
      kept.load(reader);
    }
    return kept;
  }

  private Process launch() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().put("PRELOOP_HOME", home.toString());
    builder.environment().put("PRELOOP_OWNER_PASSWORD", PASSWORD);
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().put("PRELOOP_APPROVALS_OPEN_PER_CALLER", "1000000");
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("bench.log").toFile()));
    return builder.start();
  }

  private Duration awaitReady(long before) throws IOException {
    while (System.nanoTime() - before < READY.toNanos()) {
      if (!process.isAlive()) {
        throw new IOException("Preloop ended at its start; see " + home.resolve("bench.log"));
      }
      if (isReady()) {
        return Duration.ofNanos(System.nanoTime() - before);
      }
      Pause.of(Duration.ofMillis(20));
    }
    throw new IOException("Preloop is not ready; see " + home.resolve("bench.log"));
  }

  private boolean isReady() {
    try {
      HttpRequest ready = request("/health/ready", "").GET().build();
      return exchange(ready).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest request) throws IOException {
    HttpResponse<String> answer = exchange(request);
    if (answer.statusCode() >= 300) {
      throw new IOException(request.uri() + " answered " + answer.statusCode() + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> exchange(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while Preloop is asked", e);
    }
  }
}
