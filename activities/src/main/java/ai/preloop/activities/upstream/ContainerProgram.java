package ai.preloop.activities.upstream;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program in a container, attached to before it starts so that nothing it says is missed. */
final class ContainerProgram implements Program {

  private static final Logger LOG = LoggerFactory.getLogger(ContainerProgram.class);
  private static final int PIPE = 64 << 10;
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration ATTACHED_WITHIN = Duration.ofSeconds(10);

  private final String id;
  private final Containers containers;
  private final PipedOutputStream input = new PipedOutputStream();
  private final Pipe output = new Pipe();
  private final Pipe errors = new Pipe();
  private final Attachment attachment = new Attachment();
  private final CompletableFuture<Void> exit = new CompletableFuture<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  ContainerProgram(String id, Containers containers) throws IOException {
    this.id = id;
    this.containers = containers;
  }

  void attach(DockerClient engine) throws IOException {
    boolean attached = false;
    try {
      attached =
          engine
              .attachContainerCmd(id)
              .withStdIn(new PipedInputStream(input, PIPE))
              .withStdOut(true)
              .withStdErr(true)
              .withFollowStream(true)
              .exec(attachment)
              .awaitStarted(ATTACHED_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!attached) {
      throw new IOException("the container engine does not attach to its container");
    }
  }

  /** Whoever reads our input for the engine would do so for ever. */
  void detach() {
    try (input) {
      attachment.close();
    } catch (IOException e) {
      LOG.debug("The container {} was detached from", id, e);
    }
  }

  @Override
  public OutputStream input() {
    return input;
  }

  @Override
  public InputStream output() {
    return output.in;
  }

  @Override
  public InputStream errors() {
    return errors.in;
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  @Override
  public CompletableFuture<?> onExit() {
    return exit;
  }

  @Override
  public void end() {
    if (ending.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("preloop-stdio-end").start(this::endAndRemove);
    }
  }

  /** The engine's stream has no end of its own for the input, so that it has to be told. */
  private void endAndRemove() {
    containers.stop(id, GRACE);
    exit.completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS).join();
    containers.remove(id);
    detach();
    output.close();
    errors.close();
    ended.countDown();
  }

  @Override
  public void awaitEnd(Duration time) {
    try {
      if (!ended.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The container {} of a server did not end in {} s", id, time.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One of its streams, which whoever reads it closes to say that no more is wanted. */
  private static final class Pipe {

    private final PipedInputStream in = new PipedInputStream(PIPE);
    private final PipedOutputStream out;

    Pipe() throws IOException {
      out = new PipedOutputStream(in);
    }

    void write(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
    }

    void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What the engine sends on of it. */
  private final class Attachment extends ResultCallback.Adapter<Frame> {

    @Override
    public void onNext(Frame frame) {
      try {
        (frame.getStreamType() == StreamType.STDERR ? errors : output).write(frame.getPayload());
      } catch (IOException e) {
        LOG.debug("Nobody reads what the container {} says any more", id);
      }
    }

    @Override
    public void onError(Throwable failure) {
      over();
      super.onError(failure);
    }

    @Override
    public void onComplete() {
      over();
      super.onComplete();
    }

    private void over() {
      output.close();
      errors.close();
      exit.complete(null);
    }
  }
}
