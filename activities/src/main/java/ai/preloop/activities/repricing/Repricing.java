package ai.preloop.activities.repricing;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.budgets.BudgetedCall;
import ai.preloop.activities.budgets.Correction;
import ai.preloop.activities.budgets.Corrections;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.models.KnownModels;
import ai.preloop.activities.prices.Price;
import ai.preloop.activities.prices.Pricing;
import ai.preloop.activities.repricing.PastCalls.Place;
import ai.preloop.activities.repricing.PastCalls.Priced;
import ai.preloop.activities.usage.UsageSpan;
import ai.preloop.policies.budgets.Dollars;
import ai.preloop.workflows.identity.UserId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prices calls that have ended again, by the catalogue and the account's prices of now. A part of
 * them at a time, each with what budgets counted of it and its record, or not at all.
 */
public final class Repricing {

  static final int PART = 500;

  private final Database database;
  private final KnownModels models;
  private final Pricing pricing;
  private final Audit audit;

  Repricing(Database database, KnownModels models, Pricing pricing, Audit audit) {
    this.database = database;
    this.models = models;
    this.pricing = pricing;
    this.audit = audit;
  }

  /** What to do with what is found. */
  public enum Mode {
    /** Says what it would come to. */
    PREVIEW,
    /** Writes it. */
    CHANGE
  }

  /** The calls of a span, of one model by its alias where it is said. */
  public record Asked(UsageSpan span, @Nullable String model, Mode mode) {}

  /** FORBIDDEN without account:admin. What is not clear stays as it is. */
  public Repriced reprice(Principal principal, Asked asked) {
    principal.require(Scope.ACCOUNT_ADMIN);
    PastPrices prices = new PastPrices(pricing, models.all(principal.account()));
    Repriced all = Repriced.NOTHING;
    Optional<Place> place = Optional.of(Place.before(asked.span().from()));
    while (place.isPresent()) {
      Place after = place.get();
      Part part =
          database.inAccount(
              principal.account(), jdbc -> new Turn(jdbc, principal, prices).part(asked, after));
      all = all.and(part.sum());
      place = part.next();
    }
    return all;
  }

  /** What a part came to, and where the next one begins. */
  private record Part(Repriced sum, Optional<Place> next) {}

  /** One part, in its transaction. */
  private final class Turn {

    private final JdbcClient jdbc;
    private final Principal principal;
    private final PastPrices prices;

    private Turn(JdbcClient jdbc, Principal principal, PastPrices prices) {
      this.jdbc = jdbc;
      this.principal = principal;
      this.prices = prices;
    }

    private Part part(Asked asked, Place after) {
      PastCalls rows = new PastCalls(jdbc, principal.account());
      List<PastCall> calls = rows.next(asked, after, PART);
      List<Priced> changed = calls.stream().flatMap(call -> again(call).stream()).toList();
      Repriced sum = sum(calls, changed);
      if (asked.mode() == Mode.CHANGE && !changed.isEmpty()) {
        rows.write(changed);
        Corrections.book(jdbc, changed.stream().map(this::correction).toList());
        record(asked, sum);
      }
      return new Part(
          sum,
          calls.size() < PART
              ? Optional.empty()
              : Optional.of(new Place(calls.getLast().startedAt(), calls.getLast().id())));
    }

    private Optional<Priced> again(PastCall call) {
      if (call.isBound() || call.isUnexplained()) {
        return Optional.empty();
      }
      return prices
          .of(call)
          .flatMap(price -> priced(call, price))
          .filter(priced -> !Long.valueOf(priced.nanos()).equals(call.cost().nanos()));
    }

    private static Optional<Priced> priced(PastCall call, Price price) {
      return price
          .rates()
          .map(rates -> call.isCharged() ? rates.cost(call.usage()) : 0)
          .map(nanos -> new Priced(call, nanos, price.source()));
    }

    private static Repriced sum(List<PastCall> calls, List<Priced> changed) {
      long before = calls.stream().mapToLong(Turn::before).sum();
      long more = changed.stream().mapToLong(each -> each.nanos() - before(each.call())).sum();
      return new Repriced(calls.size(), changed.size(), before, before + more);
    }

    private static long before(PastCall call) {
      Long nanos = call.cost().nanos();
      return nanos == null ? 0 : nanos;
    }

    private Correction correction(Priced priced) {
      PastCall call = priced.call();
      return new Correction(
          new BudgetedCall(
              principal.account(),
              new UserId(call.whose().user()),
              call.whose().key(),
              call.whose().labels(),
              new BudgetedCall.What.Model(prices.aliases(call), null, false)),
          call.startedAt(),
          priced.nanos() - before(call));
    }

    private void record(Asked asked, Repriced sum) {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("from", asked.span().from());
      details.put("to", asked.span().to());
      details.put("looked_at", sum.lookedAt());
      details.put("changed", sum.changed());
      details.put("before_usd", Dollars.of(sum.beforeNanos()));
      details.put("after_usd", Dollars.of(sum.afterNanos()));
      String model = asked.model();
      audit.change(
          AuditRecord.of(
              principal.account(),
              principal.who(),
              new What(
                  "usage.repriced",
                  model == null ? "all models" : model,
                  null,
                  JsonMapper.shared().writeValueAsString(details))));
    }
  }
}
