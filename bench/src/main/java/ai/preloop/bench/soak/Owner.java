package ai.preloop.bench.soak;

import ai.preloop.bench.load.Pause;
import ai.preloop.bench.load.Product;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** The person who decides, reads, changes the policy and has servers scanned. */
final class Owner {

  private static final String POLICY =
      """
      version: "1.0"
      metadata:
        name: soak
      approval_workflows:
        - name: polled
          timeout_seconds: 600
          async_approval: true
        - name: held
          timeout_seconds: 600
      tools:
        - name: echo
          source: fixture
          conditions:
            - expression: args.amount < LIMIT && args.note.size() < 200
              action: allow
              description: Small ones.
          otherwise: deny
        - name: pay
          source: fixture
          approval_workflow: polled
          otherwise: require_approval
        - name: hold
          source: fixture
          approval_workflow: held
          otherwise: require_approval
      """;

  private static final String REQUESTS = "/api/v1/approval-requests";
  private static final Duration TOKEN_LASTS = Duration.ofMinutes(10);
  private static final Duration A_MOMENT = Duration.ofMillis(200);
  private static final int LONGEST_THOUGHT_MILLIS = 4_000;
  private static final String[] READ = {
    "/api/v1/audit-logs?limit=50", "/api/v1/tools", REQUESTS + "?limit=50", "/api/v1/mcp-servers"
  };

  private final Product product;
  private final Tally tally;
  private String server = "";
  private String token = "";
  private long signedIn;

  Owner(Product product, Tally tally) {
    this.product = product;
    this.tally = tally;
  }

  void prepare(int fixturePort) throws IOException {
    String body =
        "{\"name\":\"fixture\",\"url\":\"http://127.0.0.1:%d/mcp\"}".formatted(fixturePort);
    server = product.post("/api/v1/mcp-servers", token(), body).path("id").asString();
    scan();
    changePolicy(0);
  }

  /** A program that the operator allows under this name. */
  void addProgram(String name) throws IOException {
    String body =
        "{\"name\":\"%1$s\",\"transport\":\"stdio\",\"command\":\"%1$s\"}".formatted(name);
    String id = product.post("/api/v1/mcp-servers", token(), body).path("id").asString();
    product.post("/api/v1/mcp-servers/" + id + "/scan", token(), "{}");
  }

  JsonNode get(String path) throws IOException {
    return product.get(path, token());
  }

  /** Until it is over and nothing waits any more. */
  void decide(BooleanSupplier isOver) {
    again(isOver, "deciding", turn -> decideWhatWaits());
  }

  void administer(BooleanSupplier isOver) {
    again(
        isOver,
        "administering",
        turn -> {
          get(READ[turn % READ.length]);
          if (turn % 100 == 0) {
            changePolicy(turn / 100);
          }
          if (turn % 150 == 75) {
            scan();
          }
        });
  }

  private void decideWhatWaits() throws IOException {
    for (JsonNode request : get(REQUESTS + "?status=pending&limit=100").path("items").values()) {
      String mark = request.at("/arguments/mark").asString("");
      long age =
          System.currentTimeMillis()
              - Instant.parse(request.path("created_at").asString()).toEpochMilli();
      if (age >= Math.floorMod(mark.hashCode(), LONGEST_THOUGHT_MILLIS)) {
        decide(request, Calls.isDeclined(mark) ? "decline" : "approve");
      }
    }
  }

  private void decide(JsonNode request, String action) throws IOException {
    product.post(
        REQUESTS + "/" + request.path("id").asString() + "/" + action,
        token(),
        "{\"digest\":\"%s\"}".formatted(request.path("digest").asString()));
  }

  /** Another version each time, which judges the calls of the mix as the one before did. */
  private void changePolicy(int change) throws IOException {
    product.post(
        "/api/v1/policies/upload", token(), POLICY.replace("LIMIT", "" + (1_000 + change % 1_000)));
    tally.changes.increment();
  }

  private void scan() throws IOException {
    product.post("/api/v1/mcp-servers/" + server + "/scan", token(), "{}");
  }

  private synchronized String token() throws IOException {
    long now = System.nanoTime();
    if (token.isEmpty() || now - signedIn > TOKEN_LASTS.toNanos()) {
      token = product.signIn();
      signedIn = now;
    }
    return token;
  }

  private void again(BooleanSupplier isOver, String what, Turn turn) {
    for (int number = 1; !isOver.getAsBoolean(); number++) {
      try {
        turn.take(number);
        Pause.of(A_MOMENT);
      } catch (IOException e) {
        tally.wrong(what + ": " + e.getMessage());
      }
    }
  }

  private interface Turn {
    void take(int number) throws IOException;
  }
}
