package ai.preloop.activities.models;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.database.Turn;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.models.AiModel.Plan;
import ai.preloop.activities.providers.Provider;
import ai.preloop.activities.providers.Providers;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.Ids;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Makes models known, changes them and lets them go; a person with account:admin does. */
public final class AiModels {

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Database database;
  private final ModelKeys keys;
  private final Revisions revisions;
  private final Audit audit;
  private final ModelTrial trial;
  private final Providers providers;

  AiModels(
      Database database,
      ModelKeys keys,
      Revisions revisions,
      Audit audit,
      ModelTrial trial,
      Providers providers) {
    this.database = database;
    this.keys = keys;
    this.revisions = revisions;
    this.audit = audit;
    this.trial = trial;
    this.providers = providers;
  }

  public List<AiModel> list(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(principal.account(), jdbc -> routes(jdbc, principal).all());
  }

  /** By its alias or its id. */
  public AiModel get(Principal principal, String called) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(principal.account(), jdbc -> routes(jdbc, principal).get(called));
  }

  /** CONFLICT when the alias is taken. */
  public AiModel create(Principal principal, ModelDraft draft) {
    return changed(
        principal,
        jdbc -> {
          UUID id = Ids.next();
          requireServed(draft.plan());
          routes(jdbc, principal).requireStraight(id, draft.plan());
          Plan plan = keys.keep(principal, id, draft);
          AiModel made = AiModelRows.add(jdbc, principal.account(), id, plan);
          record(principal, "ai_model.created", made, plan);
          return made;
        });
  }

  /** CONFLICT when the alias is taken, or is given up while other models route to it. */
  public AiModel update(Principal principal, String called, ModelDraft draft) {
    return changed(
        principal,
        jdbc -> {
          Routes routes = routes(jdbc, principal);
          AiModel before = routes.get(called);
          requireServed(draft.plan());
          requireStillRouted(routes, before, draft.plan());
          routes.requireStraight(before.id(), draft.plan());
          Plan plan = keys.keep(principal, before.id(), draft.over(before));
          keys.forget(principal, before.id(), plan.secret());
          AiModel after = AiModelRows.change(jdbc, principal.account(), before.id(), plan);
          record(principal, "ai_model.changed", after, plan);
          return after;
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
    changed(
        principal,
        jdbc -> {
          Routes routes = routes(jdbc, principal);
          AiModel found = routes.get(called);
          routes.requireUnused(found, "`%s` gets calls of %s: route those elsewhere first.");
          AiModelRows.delete(jdbc, principal.account(), found.id());
          keys.forget(principal, found.id(), null);
          record(principal, "ai_model.removed", found, found.plan());
          return found;
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
    database.doInAccount(
        principal.account(), jdbc -> record(principal, "ai_model.tested", found, how));
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

  private AiModel changed(Principal principal, Function<JdbcClient, AiModel> change) {
    principal.require(Scope.ACCOUNT_ADMIN);
    try {
      AiModel changed =
          database.inAccount(
              principal.account(),
              jdbc -> {
                Turn.await(jdbc, "ai-models/" + principal.account());
                return change.apply(jdbc);
              });
      revisions.refreshAfterCommit();
      return changed;
    } catch (DuplicateKeyException e) {
      throw new ProblemException(ProblemType.CONFLICT, "There is a model of this alias already.")
          .causedBy(e);
    }
  }

  private static Routes routes(JdbcClient jdbc, Principal principal) {
    return new Routes(AiModelRows.all(jdbc, principal.account()));
  }

  private void record(Principal principal, String action, AiModel model, Object what) {
    audit.change(
        AuditRecord.of(
            principal.account(),
            principal.who(),
            new What(action, model.alias(), null, JSON.writeValueAsString(what))));
  }
}
