package ai.preloop.activities.models;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.accounts.Change;
import ai.preloop.activities.database.Turn;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.models.AiModel.Plan;
import ai.preloop.activities.providers.Provider;
import ai.preloop.activities.providers.Providers;
import ai.preloop.workflows.identity.Ids;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes models known, changes them and lets them go; a person with account:admin does. */
public final class AiModels {

  private static final String TAKEN = "There is a model of this alias already.";

  private final AccountRows rows;
  private final ModelKeys keys;
  private final ModelTrial trial;
  private final Providers providers;

  AiModels(AccountRows rows, ModelKeys keys, ModelTrial trial, Providers providers) {
    this.rows = rows;
    this.keys = keys;
    this.trial = trial;
    this.providers = providers;
  }

  public List<AiModel> list(Principal principal) {
    return rows.read(principal, jdbc -> routes(jdbc, principal).all());
  }

  /** By its alias or its id. */
  public AiModel get(Principal principal, String called) {
    return rows.read(principal, jdbc -> routes(jdbc, principal).get(called));
  }

  /** CONFLICT when the alias is taken. */
  public AiModel create(Principal principal, ModelDraft draft) {
    return rows.change(
        principal,
        TAKEN,
        jdbc -> {
          UUID id = Ids.next();
          requireServed(draft.plan());
          routesInTurn(jdbc, principal).requireStraight(id, draft.plan());
          Plan plan = keys.keep(principal, id, draft);
          return said("ai_model.created", AiModelRows.add(jdbc, principal.account(), id, plan));
        });
  }

  /** CONFLICT when the alias is taken, or is given up while other models route to it. */
  public AiModel update(Principal principal, String called, ModelDraft draft) {
    return rows.change(
        principal,
        TAKEN,
        jdbc -> {
          Routes routes = routesInTurn(jdbc, principal);
          AiModel before = routes.get(called);
          requireServed(draft.plan());
          requireStillRouted(routes, before, draft.plan());
          routes.requireStraight(before.id(), draft.plan());
          Plan plan = keys.keep(principal, before.id(), draft.over(before));
          keys.forget(principal, before.id(), plan.secret());
          return said(
              "ai_model.changed", AiModelRows.change(jdbc, principal.account(), before.id(), plan));
        });
  }

  /** A provider that there is, and an endpoint where it has no address that is everybody's. */
  private void requireServed(Plan plan) {
    String word = plan.provider();
    if (word == null) {
      return;
    }
    Provider provider =
        providers
            .of(word)
            .orElseThrow(() ->
                unprocessable(
                    "provider is one of %s; `%s` is none."
                        .formatted(String.join(", ", providers.words()), word)));
    if (plan.endpoint() == null && provider.endpoint().isEmpty()) {
      throw unprocessable(
          "A model of %s has an endpoint: its address is nobody else's.".formatted(word));
    }
  }

  /** CONFLICT, with their aliases, while other models route to it. */
  public void delete(Principal principal, String called) {
    rows.change(
        principal,
        jdbc -> {
          Routes routes = routesInTurn(jdbc, principal);
          AiModel found = routes.get(called);
          routes.requireUnused(found, "`%s` gets calls of %s: route those elsewhere first.");
          AiModelRows.delete(jdbc, principal.account(), found.id());
          keys.forget(principal, found.id(), null);
          return said("ai_model.removed", found);
        });
  }

  /** Sends it one tiny request, which the provider may charge for. */
  public Trial test(Principal principal, String called) {
    principal.require(Scope.ACCOUNT_ADMIN);
    AiModel found = get(principal, called);
    if (found.plan().provider() == null) {
      throw unprocessable(
          "`%s` shares its calls out and has no provider of its own: test %s."
              .formatted(
                  found.alias(), String.join(", ", found.plan().terms().routing().targets())));
    }
    Trial tried = trial.tried(principal, found);
    var how = Map.of("ok", tried.ok(), "status", tried.httpStatus());
    rows.change(principal, _ -> Change.of(found, "ai_model.tested", found.name(), how));
    return tried;
  }

  private static void requireStillRouted(Routes routes, AiModel before, Plan plan) {
    if (!before.alias().equals(plan.alias())) {
      routes.requireUnused(before, "`%s` gets calls of %s: it cannot be called otherwise now.");
    }
    if (!plan.terms().routing().shares().isEmpty()) {
      routes.requireUnused(before, "`%s` gets calls of %s: it cannot share them out itself.");
    }
  }

  private static Routes routes(JdbcClient jdbc, Principal principal) {
    return new Routes(AiModelRows.all(jdbc, principal.account()));
  }

  /** As they stay until the change is made: what one model may be depends on the others. */
  private static Routes routesInTurn(JdbcClient jdbc, Principal principal) {
    Turn.await(jdbc, "ai-models/" + principal.account());
    return routes(jdbc, principal);
  }

  private static Change<AiModel> said(String action, AiModel model) {
    return Change.of(model, action, model.name(), model.plan());
  }
}
