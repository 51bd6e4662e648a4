package ai.preloop.activities.database;

import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells who wants to hear it that something of an account was read again, once all of it was. */
public final class AccountNews {

  private final List<Consumer<AccountId>> hearers = new CopyOnWriteArrayList<>();

  public void hearer(Consumer<AccountId> hearer) {
    hearers.add(hearer);
  }

  public void tell(AccountId account) {
    hearers.forEach(hearer -> hearer.accept(account));
  }
}
