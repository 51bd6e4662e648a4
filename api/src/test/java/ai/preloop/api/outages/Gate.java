package ai.preloop.api.outages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The way to a server on loopback, which can be shut, narrowed and broken while it is used. */
final class Gate implements AutoCloseable {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final int target;
  private final int port = freePort();
  private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean silent;
  private @Nullable ServerSocket listening;

  private Gate(int target) {
    this.target = target;
  }

  /** A port that was free may be somebody's by the time that it is listened at. */
  static Gate to(int target) {
    for (int tries = 1; ; tries++) {
      Gate gate = new Gate(target);
      try {
        gate.open();
        return gate;
      } catch (UncheckedIOException e) {
        if (tries == 20) {
          throw e;
        }
      }
    }
  }

  int port() {
    return port;
  }

  /** All passes again, and first what was held up. */
  synchronized void open() {
    delay = Duration.ZERO;
    silent = false;
    notifyAll();
    if (listening == null) {
      listen();
    }
  }

  /** Nobody listens any more, and what was connected is cut. */
  synchronized void shut() {
    if (listening != null) {
      close(listening);
      listening = null;
    }
    passages.forEach(Passage::cut);
  }

  /** What is read on either side goes on after this time. */
  void slow(Duration each) {
    delay = each;
  }

  /** Connections are taken, and nothing is heard from them until it is opened. */
  synchronized void silence() {
    silent = true;
  }

  /** As above, and what is connected by now is never heard of again, and not told so. */
  synchronized void lose() {
    silent = true;
    passages.forEach(Passage::mute);
  }

  @Override
  public synchronized void close() {
    open();
    shut();
  }

  private void listen() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port), 200);
      listening = socket;
      Thread.ofPlatform().daemon().name("gate").start(() -> accept(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        connect(socket, socket.accept());
      } catch (IOException e) {
        // It was shut.
      }
    }
  }

  private void connect(ServerSocket by, Socket near) throws IOException {
    try {
      enter(by, new Passage(near, new Socket(LOOPBACK, target)));
    } catch (IOException e) {
      near.close(); // The server behind it is away.
    }
  }

  /** A connection can be taken in the moment in which the gate is shut. */
  private synchronized void enter(ServerSocket by, Passage passage) {
    if (by.isClosed()) {
      passage.cut();
    } else {
      passage.start();
    }
  }

  private synchronized void awaitSound() throws InterruptedException {
    while (silent) {
      wait();
    }
  }

  private static void close(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Below the ports of outgoing connections, one of which could take it while it is shut. */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (ServerSocket socket = new ServerSocket(port, 1, LOOPBACK)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Somebody has it.
      }
    }
  }

  /** One connection through the gate. */
  private final class Passage {

    private final Socket near;
    private final Socket far;
    private volatile boolean mute;

    private Passage(Socket near, Socket far) throws IOException {
      this.near = near;
      this.far = far;
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
    }

    private void start() {
      passages.add(this);
      Thread.ofPlatform().daemon().name("gate").start(() -> pass(near, far));
      Thread.ofPlatform().daemon().name("gate").start(() -> pass(far, near));
    }

    private void pass(Socket from, Socket to) {
      byte[] bytes = new byte[16_384];
      try {
        InputStream in = from.getInputStream();
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          Thread.sleep(delay);
          awaitSound();
          if (!mute) {
            to.getOutputStream().write(bytes, 0, read);
          }
        }
        awaitSound();
      } catch (IOException e) {
        // One of the two has ended it.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (!mute) {
        cut();
      }
    }

    private void mute() {
      mute = true;
    }

    private void cut() {
      passages.remove(this);
      Gate.close(near);
      Gate.close(far);
    }
  }
}
