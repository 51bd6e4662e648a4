package ai.preloop.activities.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadingRoomTests {

  private static final AccountId ONE = new AccountId(Ids.next());
  private static final AccountId OTHER = new AccountId(Ids.next());

  @Test
  void refusesWithASentenceWhereNobodyLeaves() {
    ReadingRoom room = new ReadingRoom(1, Duration.ofMillis(20));

    String read =
        room.read(
            ONE,
            () -> {
              assertThatThrownBy(() -> room.read(OTHER, () -> "two"))
                  .isInstanceOf(ProblemException.class)
                  .hasMessageContaining("Too many policy documents are being read now");
              return "one";
            });

    assertThat(read).isEqualTo("one");
    assertThat(room.read(ONE, () -> "three")).isEqualTo("three");
  }

  @Test
  void keepsASeatForOthersWhereOneAccountAsksForAll() {
    ReadingRoom room = new ReadingRoom(2, Duration.ofMillis(20));

    String read =
        room.read(
            ONE,
            () -> {
              assertThatThrownBy(() -> room.read(ONE, () -> "mine"))
                  .isInstanceOf(ProblemException.class);
              return room.read(OTHER, () -> "theirs");
            });

    assertThat(read).isEqualTo("theirs");
  }

  @Test
  void waitsForASeat() throws Exception {
    ReadingRoom room = new ReadingRoom(1, Duration.ofSeconds(20));
    CountDownLatch seated = new CountDownLatch(1);
    CountDownLatch leaves = new CountDownLatch(1);
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var first =
          readers.submit(() ->
              room.read(
                  ONE,
                  () -> {
                    seated.countDown();
                    return await(leaves);
                  }));
      assertThat(await(seated)).isTrue();
      var second = readers.submit(() -> room.read(OTHER, () -> "read"));
      leaves.countDown();

      assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo("read");
      assertThat(first.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
