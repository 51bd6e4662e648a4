package ai.preloop.activities.secrets.vault;

import ai.preloop.policies.problems.ProblemException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that Vault knows us by. It is renewed beside the requests, which go on with what there
 * is; only where there is none do they wait for one sign-in, all for the same.
 */
final class VaultTokens {

  private static final Logger LOG = LoggerFactory.getLogger(VaultTokens.class);

  private final Login login;
  private final LongSupplier nanoTime;
  private final ReentrantLock signingIn = new ReentrantLock();
  private volatile @Nullable Lease lease;
  private volatile @Nullable Failure failure;

  VaultTokens(Login login, LongSupplier nanoTime) {
    this.login = login;
    this.nanoTime = nanoTime;
  }

  private record Failure(ProblemException problem, long at) {}

  String current() {
    Lease held = lease;
    return held == null || held.isOver(nanoTime.getAsLong()) ? signIn(held).token() : held.token();
  }

  /** Another token than one that was refused; empty where it is good, and does not allow it. */
  Optional<String> insteadOf(String refused) {
    Lease held = lease;
    if (held != null && !held.token().equals(refused)) {
      return Optional.of(held.token());
    }
    return login.isKnown(refused) ? Optional.empty() : Optional.of(signIn(held).token());
  }

  /** Renews what is due, or signs in again where that does not help. */
  void lookAfter() {
    Lease held = lease;
    if (held == null) {
      signIn(null);
    } else if (held.isDue(nanoTime.getAsLong())) {
      renewed(held).ifPresentOrElse(longer -> replace(held, longer), () -> signIn(held));
    }
  }

  private Optional<Lease> renewed(Lease held) {
    if (!held.isRenewable()) {
      return Optional.empty();
    }
    try {
      return Optional.of(login.renewed(held)).filter(longer -> !longer.nearsItsEnd());
    } catch (ProblemException e) {
      LOG.info("A token of Vault's is not renewed, so we sign in again: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private void replace(Lease held, Lease longer) {
    signingIn.lock();
    try {
      if (held.equals(lease)) {
        lease = longer;
      }
    } finally {
      signingIn.unlock();
    }
  }

  /** Whoever waited while it was tried has the outcome of that, whatever it was. */
  private Lease signIn(@Nullable Lease instead) {
    long asked = nanoTime.getAsLong();
    signingIn.lock();
    try {
      Lease held = lease;
      if (held != null && !held.equals(instead)) {
        return held;
      }
      Failure failed = failure;
      if (failed != null && failed.at() - asked > 0) {
        throw new ProblemException(failed.problem().type(), failed.problem().detail());
      }
      return tried();
    } finally {
      signingIn.unlock();
    }
  }

  private Lease tried() {
    try {
      Lease made = login.now();
      lease = made;
      return made;
    } catch (ProblemException e) {
      failure = new Failure(e, nanoTime.getAsLong());
      throw e;
    }
  }
}
