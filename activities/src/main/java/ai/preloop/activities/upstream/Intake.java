package ai.preloop.activities.upstream;

import ai.preloop.activities.upstream.ResultRoom.Claim;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a message may have of memory while it is read. */
final class Intake {

  private final int limit;
  private final Supplier<Claim> claims;
  private @Nullable Claim claim;
  private int taken;

  Intake(int limit, Supplier<Claim> claims) {
    this.limit = limit;
    this.claims = claims;
  }

  /** Has room for so many bytes more, or says why there is none. */
  void add(int bytes) throws UnreadableAnswer {
    taken += bytes;
    if (taken > limit) {
      throw UnreadableAnswer.tooLarge(limit);
    }
    claim().grow(taken);
  }

  /** The message was read, and has this; the next one begins with nothing. */
  Claim passedOn() {
    Claim passed = claim();
    forget();
    return passed;
  }

  /** What came was no message. */
  void dropped() {
    if (claim != null) {
      claim.close();
    }
    forget();
  }

  private Claim claim() {
    if (claim == null) {
      claim = claims.get();
    }
    return claim;
  }

  private void forget() {
    claim = null;
    taken = 0;
  }
}
