package ai.preloop.activities.upstream;

import ai.preloop.activities.upstream.Outgoing.Clearance;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The input and output of a program, one message a line (MCP, stdio transport). Pipes are read and
 * written by platform threads: each holds its carrier.
 */
final class StdioWire implements Wire {

  private static final Logger LOG = LoggerFactory.getLogger(StdioWire.class);
  private static final String DIED = "The server's process ended before it had answered.";

  /** What a program that ends has written may still be on its way. */
  private static final Executor SOON = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final String name;
  private final LocalCommand command;
  private final Intake intake;
  private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
  private volatile boolean closed;
  private volatile @Nullable Child child;
  private volatile @Nullable Hearing hearing;

  StdioWire(String name, LocalCommand command, Intake intake) {
    this.name = name;
    this.command = command;
    this.intake = intake;
  }

  @Override
  public void open(Hearing hearer, Deadline deadline) throws IOException {
    hearing = hearer;
    Child started = started();
    child = started;
    Process process = started.process();
    thread("out", () -> read(process, hearer));
    thread("in", () -> write(process, hearer));
    thread("err", new StandardError(name, process.getErrorStream()));
    Future<?> _ = process.onExit().thenRunAsync(() -> hearer.broke(DIED), SOON);
  }

  private Child started() throws NotSentException {
    try {
      return Child.start(command);
    } catch (IOException e) {
      LOG.warn("The command {} could not be started: {}", name, e.getMessage());
      throw new NotSentException(
          "The command `%s` could not be started; the log says why.".formatted(name), e);
    }
  }

  private void thread(String part, Runnable work) {
    Thread.ofPlatform().daemon().name("preloop-stdio-" + part + "-" + name).start(work);
  }

  private void read(Process process, Hearing hearer) {
    LineReader lines = new LineReader(process.getInputStream(), intake);
    try {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        if (isBlank(line)) {
          intake.dropped();
        } else {
          hearer.heard(line, intake.passedOn());
        }
      }
      hearer.broke(DIED);
    } catch (UnreadableAnswer e) {
      intake.dropped();
      hearer.broke(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      intake.dropped();
      hearer.broke(DIED);
    }
  }

  private static boolean isBlank(byte[] line) {
    return line.length == 0 || (line.length == 1 && line[0] == '\r');
  }

  @Override
  public void send(byte[] message, Clearance clearance, Deadline deadline) throws IOException {
    Letter letter = new Letter(message, clearance, deadline);
    letters.add(letter);
    if (closed) {
      letter.refuse();
    }
    try {
      letter.awaitLeft();
    } catch (SocketTimeoutException e) {
      Hearing hearer = hearing;
      if (letter.begun() && hearer != null) {
        hearer.broke("The server's process does not read what is sent to it.");
      }
      throw e;
    }
  }

  private void write(Process process, Hearing hearer) {
    try (OutputStream out = process.getOutputStream()) {
      while (!closed) {
        Letter next = letters.take();
        if (next.take()) {
          next.writeTo(process, out);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      hearer.broke("The server's process takes nothing any more.");
    }
    for (Letter left = letters.poll(); left != null; left = letters.poll()) {
      left.refuse();
    }
  }

  @Override
  public void close() {
    closed = true;
    wakeTheWriter();
    Child ours = child;
    if (ours != null) {
      ours.end();
    }
  }

  @Override
  public void awaitClosed(Duration time) {
    Child ours = child;
    if (ours != null) {
      ours.awaitEnd(time);
    }
  }

  private void wakeTheWriter() {
    Letter nothing = new Letter(new byte[0], Clearance.GIVEN, Deadline.in(Duration.ZERO));
    nothing.refuse();
    letters.add(nothing);
  }
}
