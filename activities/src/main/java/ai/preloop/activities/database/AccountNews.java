package ai.preloop.activities.database;

import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.core.Ordered;

/** Tells who wants to hear it that something of an account was read again, once all of it was. */
public final class AccountNews implements AccountSnapshot, Ordered {

  private final List<Consumer<AccountId>> hearers = new CopyOnWriteArrayList<>();

  public void hearer(Consumer<AccountId> hearer) {
    hearers.add(hearer);
  }

  @Override
  public void reload(AccountId account) {
    hearers.forEach(hearer -> hearer.accept(account));
  }

  /** After every other snapshot. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }
}
