package ai.preloop.api.outages;

import ai.preloop.api.end2end.Agent;
import ai.preloop.api.end2end.Http;
import ai.preloop.api.end2end.Http.Reply;
import ai.preloop.api.outages.Answer.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Agents, a person and a probe that go on asking, each one request after the other. */
final class Load implements AutoCloseable {

  private static final String[] LISTS = {
    "approval-requests?limit=20", "audit-logs?limit=20", "mcp-servers", "tools", "auth/api-keys"
  };

  private final GatedPreloop preloop;
  private final Http http;
  private final String owner;
  private final String name;
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<String> open = new ConcurrentLinkedQueue<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean running = true;

  /** {@code name} begins the marks of its calls. */
  Load(GatedPreloop preloop, String name) {
    this.preloop = preloop;
    this.http = preloop.http();
    this.owner = preloop.owner();
    this.name = name;
  }

  Load start() {
    for (int i = 0; i < 4; i++) {
      calls(Kind.ALLOWED, "look", Duration.ofMillis(40));
    }
    calls(Kind.DENIED, "wipe", Duration.ofMillis(100));
    calls(Kind.ASKED, "transfer", Duration.ofMillis(250));
    calls(Kind.ASKED, "transfer", Duration.ofMillis(250));
    polls();
    for (int i = 0; i < 3; i++) {
      repeat(Duration.ofMillis(700), this::decide);
    }
    AtomicInteger list = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      repeat(
          Duration.ofMillis(100),
          () -> get(Kind.READ, "/api/v1/" + LISTS[list.getAndIncrement() % LISTS.length]));
    }
    repeat(Duration.ofMillis(200), () -> get(Kind.LIVE, "/health/live"));
    repeat(Duration.ofMillis(200), () -> get(Kind.READY, "/health/ready"));
    repeat(Duration.ofSeconds(1), () -> ask(Kind.SIGN_IN, "", preloop::signIn));
    return this;
  }

  /** Calls with a key until the end, whatever they are answered. */
  void callWith(String key) {
    Agent agent = Agent.connect(http, key);
    AtomicInteger number = new AtomicInteger();
    repeat(
        Duration.ofMillis(100),
        () -> call(agent, Kind.REVOKED, "look", "revoked" + number.incrementAndGet()));
  }

  List<Answer> answers() {
    return List.copyOf(answers);
  }

  /** The requests that were opened. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    stop();
  }

  /** Returns when the last answer is there. */
  void stop() {
    running = false;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void calls(Kind kind, String tool, Duration pause) {
    Agent agent = agent();
    String series = tool + threads.size() + "_";
    AtomicInteger number = new AtomicInteger();
    repeat(pause, () -> call(agent, kind, tool, series + number.incrementAndGet()));
  }

  private void polls() {
    Agent agent = agent();
    repeat(
        Duration.ofMillis(100),
        () -> {
          String id = asked.peek();
          if (id != null) {
            ask(
                Kind.POLLED,
                id,
                () ->
                    agent.callForReply(
                        "get_approval_status", "{\"request_id\":\"%s\"}".formatted(id)));
          }
        });
  }

  private void call(Agent agent, Kind kind, String tool, String number) {
    String mark = name + "_" + number;
    Answer answer =
        ask(kind, mark, () -> agent.callForReply(tool, "{\"mark\":\"%s\"}".formatted(mark)));
    if (kind == Kind.ASKED && answer.isDone()) {
      String id = answer.json().at("/result/structuredContent/request_id").asString();
      open.add(id);
      asked.add(id);
    }
  }

  /** What was not decided is tried again later, as people do. */
  private void decide() {
    @Nullable String id = open.poll();
    if (id != null) {
      Answer answer =
          ask(
              Kind.DECIDED,
              id,
              () -> http.post("/api/v1/approval-requests/" + id + "/approve", owner, "{}"));
      if (!answer.isDone() && answer.status() != 409) {
        open.add(id);
      }
    }
  }

  private void get(Kind kind, String path) {
    ask(kind, path, () -> http.get(path, kind == Kind.READ ? owner : ""));
  }

  private Answer ask(Kind kind, String mark, Supplier<Reply> request) {
    Answer answer = Answer.of(kind, mark, request);
    answers.add(answer);
    return answer;
  }

  private Agent agent() {
    return Agent.connect(http, preloop.agentKey());
  }

  private void repeat(Duration pause, Runnable request) {
    threads.add(
        Thread.ofVirtual()
            .name("load")
            .start(() -> {
              while (running) {
                request.run();
                LockSupport.parkNanos(pause.toNanos());
              }
            }));
  }
}
