package ai.preloop.activities.attempts;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.dialects.Usage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A provider of models on loopback that speaks the interfaces of OpenAI, Anthropic and Gemini as
 * they are documented, remembers every request, and misbehaves as a test tells it to.
 */
public final class FakeProvider implements AutoCloseable {

  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<FakeRequest> requests = new CopyOnWriteArrayList<>();
  private final Queue<FakeAnswer> next = new ConcurrentLinkedQueue<>();
  private final AtomicInteger running = new AtomicInteger();
  private final CountDownLatch firstLeft = new CountDownLatch(1);
  private volatile FakeAnswer always = FakeAnswer.USUAL;
  private volatile FakeReply reply = FakeReply.USUAL;
  private volatile Duration pace = Duration.ZERO;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private FakeProvider(ServerSocket listener) {
    this.listener = listener;
  }

  public static FakeProvider start() {
    try {
      FakeProvider provider =
          new FakeProvider(new ServerSocket(0, 500, InetAddress.getLoopbackAddress()));
      Thread.startVirtualThread(provider::accept);
      return provider;
    } catch (IOException e) {
      throw new IllegalStateException("No loopback port", e);
    }
  }

  /** Its base address: every path that ends like one of the three interfaces is known below it. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** All requests in the order in which they came. */
  public List<FakeRequest> requests() {
    return List.copyOf(requests);
  }

  public FakeRequest lastRequest() {
    return requests.getLast();
  }

  /** How many requests are being answered now. */
  public int running() {
    return running.get();
  }

  /** How many connections were made. */
  public int connections() {
    return sockets.size();
  }

  /** Counts down when a client let go within an answer. */
  public CountDownLatch firstLeft() {
    return firstLeft;
  }

  /** How the next requests are answered, one each. */
  public FakeProvider next(FakeAnswer... answers) {
    next.addAll(Arrays.asList(answers));
    return this;
  }

  /** How all are answered for which nothing else is said. */
  public FakeProvider always(FakeAnswer answer) {
    always = answer;
    return this;
  }

  /** What the model says, each a chunk. */
  public FakeProvider saying(String... words) {
    reply = new FakeReply(List.of(words), null, reply.usage(), reply.usageJson());
    return this;
  }

  /** Has the model call a tool; {@code arguments} is a JSON object. */
  public FakeProvider calling(String tool, String arguments) {
    reply =
        new FakeReply(
            reply.words(), new FakeReply.Tool(tool, arguments), reply.usage(), reply.usageJson());
    return this;
  }

  /** What each call uses. */
  public FakeProvider using(Usage usage) {
    reply = new FakeReply(reply.words(), reply.tool(), usage, null);
    return this;
  }

  /** What it says of the usage in place of the truth, as JSON; empty for nothing at all. */
  public FakeProvider lying(String usageJson) {
    reply = new FakeReply(reply.words(), reply.tool(), reply.usage(), usageJson);
    return this;
  }

  /** How long it takes between two chunks. */
  public FakeProvider every(Duration each) {
    pace = each;
    return this;
  }

  /** Answers nothing from now on until the latch is down. */
  public FakeProvider after(CountDownLatch latch) {
    gate = latch;
    return this;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      FakeWire wire = new FakeWire(socket);
      for (FakeRequest head = wire.head(); head != null; head = wire.head()) {
        running.incrementAndGet();
        try {
          serve(wire, head);
        } catch (IOException gone) {
          firstLeft.countDown();
          throw gone;
        } finally {
          running.decrementAndGet();
        }
      }
    } catch (IOException gone) {
      // The client let go, which is what some of the tests are about.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(FakeWire wire, FakeRequest head) throws IOException, InterruptedException {
    FakeAnswer told = next.poll();
    FakeAnswer answer = told == null ? always : told;
    if (answer instanceof FakeAnswer.Early(FakeAnswer.Status early)) {
      requests.add(head);
      send(wire, early.with("Connection", "close"));
      wire.stall(firstLeft);
      return;
    }
    FakeRequest request = wire.whole(head);
    requests.add(request);
    gate.await();
    answer(wire, request, answer);
  }

  private void answer(FakeWire wire, FakeRequest request, FakeAnswer answer) throws IOException {
    switch (answer) {
      case FakeAnswer.Usual _ -> usual(wire, request, Integer.MAX_VALUE);
      case FakeAnswer.StallBeforeHead _ -> wire.stall(firstLeft);
      case FakeAnswer.StallAfter(int frames) -> {
        usual(wire, request, frames);
        wire.stall(firstLeft);
      }
      case FakeAnswer.CutBeforeHead _ -> wire.close();
      case FakeAnswer.CutAfter(int frames) -> {
        usual(wire, request, frames);
        wire.close();
      }
      case FakeAnswer.Flood _ -> flood(wire, request);
      case FakeAnswer.Garbage _ -> {
        wire.raw("what is this?\r\n\r\nnothing\r\n\r\n".getBytes(ISO_8859_1));
        wire.close();
      }
      case FakeAnswer.Status status -> send(wire, status);
      case FakeAnswer.Early(FakeAnswer.Status status) -> send(wire, status);
    }
  }

  private static void send(FakeWire wire, FakeAnswer.Status status) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(status.headers());
    headers.putIfAbsent("Content-Type", "application/json");
    headers.putIfAbsent("x-request-id", "req_fake1");
    wire.answer(status.status(), headers, status.body().getBytes(UTF_8));
  }

  /** The whole of it where it has no more frames than that. */
  private void usual(FakeWire wire, FakeRequest request, int most) throws IOException {
    FakeRoutes.Shape shape = FakeRoutes.of(request);
    switch (shape) {
      case FakeRoutes.Fixed(int status, String body) ->
          wire.answer(status, headers("application/json"), body.getBytes(UTF_8));
      case FakeRoutes.Whole(FakeDialect dialect) -> {
        byte[] body = dialect.whole(request, reply).getBytes(UTF_8);
        if (most == Integer.MAX_VALUE) {
          wire.answer(200, headers("application/json"), body);
        } else {
          wire.begin(headers("application/json"), "Content-Length: " + body.length);
          wire.raw(Arrays.copyOf(body, most == 0 ? 0 : body.length / 2));
        }
      }
      case FakeRoutes.Streamed(FakeDialect dialect, String type) ->
          stream(wire, dialect.frames(request, reply), type, most);
      case FakeRoutes.Framed(FakeDialect dialect) -> {
        byte[] body = FakeFrames.of(dialect.frames(request, reply));
        wire.answer(200, headers("application/vnd.amazon.eventstream"), body);
      }
    }
  }

  private void stream(FakeWire wire, List<String> frames, String type, int most)
      throws IOException {
    wire.begin(headers(type), "Transfer-Encoding: chunked");
    for (int i = 0; i < Math.min(most, frames.size()); i++) {
      if (i > 0) {
        LockSupport.parkNanos(pace.toNanos());
      }
      wire.chunk(frames.get(i));
    }
    if (most > frames.size()) {
      wire.raw("0\r\n\r\n".getBytes(ISO_8859_1));
    }
  }

  private void flood(FakeWire wire, FakeRequest request) throws IOException {
    List<String> frames =
        FakeRoutes.of(request) instanceof FakeRoutes.Streamed(FakeDialect dialect, String _)
            ? dialect.frames(request, reply)
            : List.of(" ".repeat(1000));
    wire.begin(headers("text/event-stream"), "Transfer-Encoding: chunked");
    wire.chunk(frames.getFirst());
    while (true) {
      wire.chunk(frames.get(frames.size() / 2).repeat(20));
    }
  }

  private static Map<String, String> headers(String type) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", type);
    headers.put("x-request-id", "req_fake1");
    headers.put("request-id", "req_fake1");
    headers.put("x-fake-header", "kept");
    return headers;
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("A socket does not close", e);
    }
  }
}
