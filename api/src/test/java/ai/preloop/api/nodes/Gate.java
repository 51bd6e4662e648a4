package ai.preloop.api.nodes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The only way of one node to the database; the others have theirs. */
final class Gate implements AutoCloseable {

  private final int target;
  private final ServerSocket entrance;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean shut;

  Gate(int target) {
    this.target = target;
    try {
      this.entrance = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("gate").start(this::admit);
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Cuts whoever is connected and lets nobody in. */
  void shut() {
    shut = true;
    open.forEach(Gate::close);
  }

  void open() {
    shut = false;
  }

  private void admit() {
    while (!entrance.isClosed()) {
      try {
        admit(entrance.accept());
      } catch (IOException e) {
        // It was closed, or the database did not answer: there is nobody to let in.
      }
    }
  }

  private void admit(Socket near) throws IOException {
    Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
    open.add(near);
    open.add(far);
    if (shut) {
      close(near);
      close(far);
    } else {
      Thread.startVirtualThread(() -> pass(near, far));
      Thread.startVirtualThread(() -> pass(far, near));
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side is gone, and then the other is.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    shut();
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
