package ai.preloop.activities.gateway;

import ai.preloop.activities.attempts.Cancellation;
import ai.preloop.activities.attempts.ProviderAnswer;
import ai.preloop.activities.dialects.ErrorEnvelope;
import ai.preloop.activities.dialects.Usage;
import ai.preloop.activities.gateway.PassedBack.Field;
import ai.preloop.activities.usage.Outcome.Cost;
import ai.preloop.activities.usage.Outcome.Served;
import ai.preloop.activities.usage.Outcome.Status;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call whose answer has begun; it is passed on once, and settled whatever becomes of it. */
public final class RunningCall implements AutoCloseable {

  private static final int PIECE = 8 << 10;
  private static final int SMALLEST_PIECE = 256;
  private static final int END = -1;
  private static final int CUT = -2;

  /** What a client is told of an answer that its provider cut. */
  private static final ErrorEnvelope BROKEN =
      ErrorEnvelope.of(
          new ProblemException(
              ProblemType.UPSTREAM_FAILED, "The provider ended its answer before it was complete."),
          null);

  private final ProviderAnswer answer;
  private final Passing passing;
  private final Settlement settlement;
  private final Charges charges;
  private final List<Field> fields;
  private final Cancellation left;
  private Status status;
  private @Nullable Spent spent;

  RunningCall(
      ProviderAnswer answer,
      Passing passing,
      Settlement settlement,
      Charges charges,
      List<Field> fields,
      Cancellation left) {
    this.answer = answer;
    this.passing = passing;
    this.settlement = settlement;
    this.charges = charges;
    this.fields = List.copyOf(fields);
    this.left = left;
    this.status = answer.status() >= 400 ? Status.REFUSED : Status.FAILED;
  }

  public int status() {
    return answer.status();
  }

  /** Receives the headers of the answer. */
  @FunctionalInterface
  public interface Headers {
    void add(String name, String value);
  }

  public void headers(Headers to) {
    fields.forEach(field -> to.add(field.name(), field.value()));
  }

  /**
   * Passes the answer on to its end. {@link ClientLeftException} when the client is gone first,
   * UPSTREAM_FAILED when nothing could be passed on.
   */
  public void relay(ClientSide client) throws IOException {
    try {
      relay(new Outlet(client));
    } catch (ClientLeftException e) {
      status = Status.LEFT;
      throw e;
    }
  }

  private void relay(Outlet out) throws IOException {
    byte[] buffer = new byte[piece()];
    int read = next(buffer);
    while (read >= 0) {
      settlement.answered();
      passing.feed(buffer, 0, read, out);
      if (passing.isStream()) {
        out.flush();
      }
      read = next(buffer);
    }
    if (read == CUT) {
      status = Status.CUT;
      passing.cut(out, BROKEN);
    } else {
      passing.end(out, BROKEN);
      status = ended();
    }
    out.flush();
  }

  private int next(byte[] buffer) throws ClientLeftException {
    try {
      return Math.max(answer.body().read(buffer), END);
    } catch (IOException e) {
      if (left.isCancelled()) {
        throw new ClientLeftException(e);
      }
      return CUT; // Whatever the connection broke of, the rest of the answer does not come.
    }
  }

  /** What a call used, and what that cost. */
  public record Spent(Usage usage, Cost cost) {}

  /** As the ledger has it; empty until the call is closed. */
  public Optional<Spent> spent() {
    return Optional.ofNullable(spent);
  }

  private Status ended() {
    if (answer.status() >= 400) {
      return Status.REFUSED;
    }
    return passing.isComplete() && !passing.hasFailed() ? Status.OK : Status.CUT;
  }

  /** As much as the provider announces, where that is less than what is read at once. */
  private int piece() {
    long announced = passing.isStream() ? PIECE : answer.length().orElse(PIECE);
    return Math.clamp(announced, SMALLEST_PIECE, PIECE);
  }

  /** Cuts the provider's connection where the answer was not read to its end, and settles. */
  @Override
  public void close() {
    try {
      answer.close();
    } finally {
      settle();
    }
  }

  private void settle() {
    Optional<Usage> said = passing.usage();
    Usage usage = said.orElseGet(this::estimate);
    answer.tokens(usage.total());
    Cost cost = cost(said, usage);
    spent = new Spent(usage, cost);
    settlement.settle(status, served(answer), usage, cost);
  }

  private Usage estimate() {
    return isCharged() ? passing.estimate(charges.estimatedInput()) : Usage.NONE;
  }

  private Cost cost(Optional<Usage> said, Usage usage) {
    if (!isCharged()) {
      return charges.free();
    }
    return said.isPresent() ? charges.said(usage) : charges.estimated(usage);
  }

  /** Providers charge for no error, and for no counting. */
  private boolean isCharged() {
    return answer.status() < 400 && !answer.operation().isCounting();
  }

  static Served served(ProviderAnswer answer) {
    return new Served(
        answer.provider(),
        answer.target().plan().identifier(),
        answer.status(),
        answer.requestId().orElse(null));
  }
}
