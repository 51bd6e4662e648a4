package ai.preloop.api.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Accounts and payments that live as long as the process, so that a call can be seen to run. */
public final class DemoLedger {

  private static final BigDecimal OPENING = new BigDecimal("10000.00");

  private final List<Payment> payments = new ArrayList<>();

  /** What is left of the opening balance. */
  public synchronized BigDecimal balance() {
    return payments.stream().map(Payment::amount).reduce(OPENING, BigDecimal::subtract);
  }

  /** Pays and gives the payment its number; each call is one more payment. */
  public synchronized Payment pay(BigDecimal amount, String recipient) {
    Payment payment = new Payment(payments.size() + 1, amount, recipient);
    payments.add(payment);
    return payment;
  }

  public synchronized List<Payment> payments() {
    return List.copyOf(payments);
  }

  /** Forgets all payments and says how many there were. */
  public synchronized int delete() {
    int deleted = payments.size();
    payments.clear();
    return deleted;
  }

  /** A payment that was made; numbers start at 1. */
  public record Payment(int number, BigDecimal amount, String recipient) {}
}
