package ai.preloop.workflows.identity;

import java.security.SecureRandom;
import java.util.UUID;

/** New ids: UUIDv7 (RFC 9562, section 5.7), so that they sort by the millisecond they were made. */
public final class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  public static UUID next() {
    long high = (System.currentTimeMillis() << 16) | 0x7000L | RANDOM.nextInt(0x1000);
    long low = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
