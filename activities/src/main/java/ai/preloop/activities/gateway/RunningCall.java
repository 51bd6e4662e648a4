package ai.preloop.activities.gateway;

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

/** A call whose answer has begun; it is passed on once, and settled whatever becomes of it. */
public final class RunningCall implements AutoCloseable {

  private static final int PIECE = 16 << 10;
  private static final int END = -1;
  private static final int CUT = -2;

  private final ProviderAnswer answer;
  private final Passing passing;
  private final Settlement settlement;
  private final Charges charges;
  private final List<Field> fields;
  private Status status;

  RunningCall(
      ProviderAnswer answer,
      Passing passing,
      Settlement settlement,
      Charges charges,
      List<Field> fields) {
    this.answer = answer;
    this.passing = passing;
    this.settlement = settlement;
    this.charges = charges;
    this.fields = List.copyOf(fields);
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
    byte[] buffer = new byte[PIECE];
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
      passing.cut(out, broken());
    } else {
      passing.end(out, broken());
      status = ended();
    }
    out.flush();
  }

  private int next(byte[] buffer) {
    try {
      return Math.max(answer.body().read(buffer), END);
    } catch (IOException e) {
      return CUT; // Whatever the connection broke of, the rest of the answer does not come.
    }
  }

  private Status ended() {
    if (answer.status() >= 400) {
      return Status.REFUSED;
    }
    return passing.isComplete() ? Status.OK : Status.CUT;
  }

  private static ErrorEnvelope broken() {
    return ErrorEnvelope.of(
        new ProblemException(
            ProblemType.UPSTREAM_FAILED, "The provider ended its answer before it was complete."),
        null);
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
    settlement.settle(status, served(), usage, cost(said, usage));
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

  private Served served() {
    return new Served(
        answer.provider(),
        answer.target().plan().identifier(),
        answer.status(),
        answer.requestId().orElse(null));
  }
}
