package ai.preloop.activities.modellists;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.modellists.ModelAllowList.Plan;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.dao.DuplicateKeyException;
import tools.jackson.databind.json.JsonMapper;

/** Makes lists of models, changes them and lets them go; a person with account:admin does. */
public final class ModelAllowLists {

  private final Database database;
  private final Revisions revisions;
  private final Audit audit;

  ModelAllowLists(Database database, Revisions revisions, Audit audit) {
    this.database = database;
    this.revisions = revisions;
    this.audit = audit;
  }

  /** By what they are for. */
  public List<ModelAllowList> list(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(
        principal.account(), jdbc -> new AllowListRows(jdbc, principal.account()).all());
  }

  /** CONFLICT where there is one of this scope. */
  public ModelAllowList create(Principal principal, Plan plan) {
    return changed(
        principal,
        rows -> {
          ModelAllowList made = rows.add(resolved(rows, plan));
          record(principal, "model_allow_list.created", made);
          return made;
        });
  }

  /** CONFLICT where there is another one of this scope. */
  public ModelAllowList update(Principal principal, UUID id, Plan plan) {
    return changed(
        principal,
        rows -> {
          find(rows, id);
          ModelAllowList after = rows.change(id, resolved(rows, plan));
          record(principal, "model_allow_list.changed", after);
          return after;
        });
  }

  /** What it kept from calls, the policy alone decides then. */
  public void delete(Principal principal, UUID id) {
    changed(
        principal,
        rows -> {
          ModelAllowList found = find(rows, id);
          rows.delete(id);
          record(principal, "model_allow_list.removed", found);
          return found;
        });
  }

  private ModelAllowList changed(
      Principal principal, Function<AllowListRows, ModelAllowList> change) {
    principal.require(Scope.ACCOUNT_ADMIN);
    try {
      ModelAllowList changed =
          database.inAccount(
              principal.account(),
              jdbc -> change.apply(new AllowListRows(jdbc, principal.account())));
      revisions.refreshAfterCommit();
      return changed;
    } catch (DuplicateKeyException e) {
      throw new ProblemException(
              ProblemType.CONFLICT, "There is a list for this scope already; change that one.")
          .causedBy(e);
    }
  }

  /** A list for a person who is not there would keep nothing from anybody. */
  private static Plan resolved(AllowListRows rows, Plan plan) {
    if (plan.scope().type() != ListScope.Type.USER) {
      return plan;
    }
    UUID user =
        rows.user(plan.scope().value())
            .orElseThrow(() ->
                unprocessable("There is no user of this name or id in the account."));
    return new Plan(new ListScope(ListScope.Type.USER, user.toString()), plan.models());
  }

  private static ModelAllowList find(AllowListRows rows, UUID id) {
    return rows.all().stream()
        .filter(list -> list.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such list."));
  }

  private void record(Principal principal, String action, ModelAllowList list) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("id", list.id());
    said.put("scope", list.scope().type().word());
    said.put("value", list.scope().value());
    said.put("models", list.plan().models().patterns());
    audit.change(
        AuditRecord.of(
            principal.account(),
            principal.who(),
            new What(
                action,
                list.scope().type().word(),
                null,
                JsonMapper.shared().writeValueAsString(said))));
  }
}
