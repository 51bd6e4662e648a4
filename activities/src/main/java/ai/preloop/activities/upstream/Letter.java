package ai.preloop.activities.upstream;

import ai.preloop.activities.upstream.Outgoing.Clearance;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message on its way to a program; who takes it decides whether it leaves. */
final class Letter {

  private final byte[] message;
  private final Clearance clearance;
  private final Deadline deadline;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<Void> left = new CompletableFuture<>();
  private volatile boolean begun;

  Letter(byte[] message, Clearance clearance, Deadline deadline) {
    this.message = message;
    this.clearance = clearance;
    this.deadline = deadline;
  }

  boolean take() {
    return taken.compareAndSet(false, true);
  }

  /** Whether a byte may have left. */
  boolean begun() {
    return begun;
  }

  /** Nobody is there to read it. */
  void refuse() {
    if (take()) {
      left.completeExceptionally(new GoneException());
    }
  }

  /** Writes it as a line, if it may leave; throws when it broke off. */
  void writeTo(Program program, OutputStream out) throws IOException {
    try {
      requireRight(program);
      begun = true;
      out.write(line());
      out.flush();
      left.complete(null);
    } catch (NotSentException | RuntimeException e) {
      left.completeExceptionally(e);
    } catch (IOException e) {
      left.completeExceptionally(e);
      throw e;
    }
  }

  private void requireRight(Program program) throws NotSentException {
    String refusal = clearance.refusal();
    if (refusal != null) {
      throw new WithheldException(refusal);
    }
    if (deadline.hasPassed()) {
      throw notInTime();
    }
    if (!program.isAlive()) {
      throw new GoneException();
    }
  }

  /** Between the tokens of JSON a line's end says no more than a space. */
  private byte[] line() {
    byte[] line = new byte[message.length + 1];
    for (int i = 0; i < message.length; i++) {
      line[i] = message[i] == '\n' || message[i] == '\r' ? (byte) ' ' : message[i];
    }
    line[message.length] = '\n';
    return line;
  }

  void awaitLeft() throws IOException {
    try {
      left.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw take()
          ? notInTime()
          : new SocketTimeoutException("The deadline of the call has passed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw take() ? notInTime() : new InterruptedIOException("Nobody waits for it any more");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IOException(e);
      }
    }
  }

  private static NotSentException notInTime() {
    return new NotSentException("The server's process did not take the request in time.");
  }
}
