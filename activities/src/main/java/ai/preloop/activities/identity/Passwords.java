package ai.preloop.activities.identity;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Argon2id (RFC 9106), at most two at once, so that sign-ins cannot take the memory of the node.
 */
public final class Passwords {

  private static final int LEAST_LENGTH = 12;
  private static final int MOST_LENGTH = 1_000;
  private static final int GENERATED_BYTES = 18;
  private static final int WAIT_SECONDS = 10;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MEMORY_KIB = 19_456;
  private static final int ROUNDS = 2;

  private final Semaphore places = new Semaphore(2, true);
  private final Argon2PasswordEncoder argon2 =
      new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, 1, MEMORY_KIB, ROUNDS);
  private final String nobodys = argon2.encode(generate());

  /** A password of 144 random bits. */
  static String generate() {
    byte[] random = new byte[GENERATED_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Hashes a new password; UNPROCESSABLE when it is too short or far too long. */
  String hash(String password) {
    if (password.length() < LEAST_LENGTH || password.length() > MOST_LENGTH) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "A password has %d to %d characters.".formatted(LEAST_LENGTH, MOST_LENGTH));
    }
    return inTurn(() -> encode(password));
  }

  /** Takes the same time whether or not there is such a person. */
  boolean areOf(Optional<Person> person, String password) {
    String hash = person.map(Person::passwordHash).orElse(nobodys);
    String bounded = password.length() > MOST_LENGTH ? "" : password;
    return inTurn(() -> argon2.matches(bounded, hash)) && person.isPresent();
  }

  private String encode(String password) {
    return String.valueOf(argon2.encode(password));
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy().causedBy(e);
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }

  private static ProblemException busy() {
    return new ProblemException(
        ProblemType.RATE_LIMITED, "Too many people sign in at this moment; try again.");
  }
}
