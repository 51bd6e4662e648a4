package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.upstream.ResultRoom.Claim;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a wire does with its program before anything is said, and what it shows of its errors. */
class StdioWireTests {

  private static final Deadline SOON = Deadline.in(Duration.ofMinutes(1));

  private final Ended program = new Ended();

  @Test
  void endsAProgramThatStartsWhenNobodyWantsItAnyMore() {
    StdioWire[] wire = new StdioWire[1];
    wire[0] =
        new StdioWire(
            "late",
            _ -> {
              wire[0].close();
              return program;
            },
            new Intake(
                1,
                () -> {
                  throw new AssertionError("nothing is read");
                }),
            new ConfiguredValues(List.of()));

    assertThatThrownBy(() -> wire[0].open(new Unheard(), SOON)).isInstanceOf(GoneException.class);
    assertThat(program.onExit()).isDone();
  }

  @Test
  void hidesEachLineOfAValueAndTheLongerOneFirst() {
    ConfiguredValues values =
        new ConfiguredValues(List.of("abcd", "abcdef", "no", "line one\ntwo2"));

    assertThat(last(values, "abcdef abcd no two2 line one"))
        .isEqualTo("[redacted] [redacted] no [redacted] [redacted]");
  }

  @Test
  void hidesAValueInWhoseMidstTheLineIsCut() {
    String start = "x".repeat(490);

    assertThat(last(new ConfiguredValues(List.of("0123456789abcdef")), start + "0123456789abcdef"))
        .isEqualTo(start + "[redacted]");
  }

  private static String last(ConfiguredValues values, String said) {
    StandardError errors =
        new StandardError("loud", new ByteArrayInputStream((said + "\n").getBytes(UTF_8)), values);
    errors.run();
    return errors.last();
  }

  private static final class Unheard implements Wire.Hearing {

    @Override
    public void heard(byte[] message, Claim room) {
      throw new AssertionError("nothing is said");
    }

    @Override
    public void broke(String sentence) {
      throw new AssertionError(sentence);
    }
  }

  /** A program that is there until it is ended. */
  private static final class Ended implements Program {

    private final CompletableFuture<Void> exit = new CompletableFuture<>();

    @Override
    public OutputStream input() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream output() {
      return InputStream.nullInputStream();
    }

    @Override
    public InputStream errors() {
      return InputStream.nullInputStream();
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
      exit.complete(null);
    }

    @Override
    public void awaitEnd(Duration time) {
      exit.join();
    }
  }
}
