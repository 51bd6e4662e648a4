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
  private final Starting starting;
  private final Intake intake;
  private final ConfiguredValues values;
  private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
  private volatile boolean closed;
  private volatile @Nullable Program program;
  private volatile @Nullable Hearing hearing;

  StdioWire(String name, Starting starting, Intake intake, ConfiguredValues values) {
    this.name = name;
    this.starting = starting;
    this.intake = intake;
    this.values = values;
  }

  /** How the program is run; what an {@link IOException} says is for the log. */
  interface Starting {

    Program start(Deadline deadline) throws IOException;
  }

  @Override
  public void open(Hearing hearer, Deadline deadline) throws IOException {
    hearing = hearer;
    Program started = started(deadline);
    program = started;
    if (closed) {
      started.end();
      throw new GoneException();
    }
    StandardError errors = new StandardError(name, started.errors(), values);
    thread("err", errors);
    thread("out", () -> read(started, errors, hearer));
    thread("in", () -> write(started, hearer));
    Future<?> _ = started.onExit().thenRunAsync(() -> hearer.broke(died(errors)), SOON);
  }

  private Program started(Deadline deadline) throws NotSentException {
    try {
      return starting.start(deadline);
    } catch (NotStartedException e) {
      LOG.warn("The command {} could not be started", name, e);
      throw new NotSentException(
          "The command `%s` could not be started: %s.".formatted(name, e.getMessage()), e);
    } catch (IOException e) {
      LOG.warn("The command {} could not be started: {}", name, e.getMessage());
      throw new NotSentException(
          "The command `%s` could not be started; the log says why.".formatted(name), e);
    }
  }

  /** With what it said last, which is where programs say why. */
  private static String died(StandardError errors) {
    String last = errors.last();
    return last.isEmpty() ? DIED : DIED + " It said last: " + last;
  }

  private void thread(String part, Runnable work) {
    Thread.ofPlatform().daemon().name("preloop-stdio-" + part + "-" + name).start(work);
  }

  private void read(Program from, StandardError errors, Hearing hearer) {
    LineReader lines = new LineReader(from.output(), intake);
    try {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        if (isBlank(line)) {
          intake.dropped();
        } else {
          hearer.heard(line, intake.passedOn());
        }
      }
      hearer.broke(died(errors));
    } catch (UnreadableAnswer e) {
      intake.dropped();
      hearer.broke(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      intake.dropped();
      hearer.broke(died(errors));
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

  private void write(Program to, Hearing hearer) {
    try (OutputStream out = to.input()) {
      while (!closed) {
        Letter next = letters.take();
        if (next.take()) {
          next.writeTo(to, out);
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
    Program ours = program;
    if (ours != null) {
      ours.end();
    }
  }

  @Override
  public void awaitClosed(Duration time) {
    Program ours = program;
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
