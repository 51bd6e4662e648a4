package ai.preloop.activities.modellists;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.accounts.AccountRows;
import ai.preloop.activities.accounts.Change;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.modellists.ModelAllowList.Plan;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Makes lists of models, changes them and lets them go; a person with account:admin does. */
public final class ModelAllowLists {

  private static final String TAKEN = "There is a list for this scope already; change that one.";

  private final AccountRows rows;

  ModelAllowLists(AccountRows rows) {
    this.rows = rows;
  }

  /** By what they are for. */
  public List<ModelAllowList> list(Principal principal) {
    return rows.read(principal, jdbc -> new AllowListRows(jdbc, principal.account()).all());
  }

  /** CONFLICT where there is one of this scope. */
  public ModelAllowList create(Principal principal, Plan plan) {
    return changed(
        principal, lists -> said("model_allow_list.created", lists.add(resolved(lists, plan))));
  }

  /** CONFLICT where there is another one of this scope. */
  public ModelAllowList update(Principal principal, UUID id, Plan plan) {
    return changed(
        principal,
        lists -> {
          find(lists, id);
          return said("model_allow_list.changed", lists.change(id, resolved(lists, plan)));
        });
  }

  /** What it kept from calls, the policy alone decides then. */
  public void delete(Principal principal, UUID id) {
    changed(
        principal,
        lists -> {
          ModelAllowList found = find(lists, id);
          lists.delete(id);
          return said("model_allow_list.removed", found);
        });
  }

  private ModelAllowList changed(
      Principal principal, Function<AllowListRows, Change<ModelAllowList>> change) {
    return rows.change(
        principal, TAKEN, jdbc -> change.apply(new AllowListRows(jdbc, principal.account())));
  }

  /** A list for a person who is not there would keep nothing from anybody. */
  private static Plan resolved(AllowListRows lists, Plan plan) {
    if (plan.scope().type() != ListScope.Type.USER) {
      return plan;
    }
    UUID user =
        lists
            .user(plan.scope().value())
            .orElseThrow(
                () -> unprocessable("There is no user of this name or id in the account."));
    return new Plan(new ListScope(ListScope.Type.USER, user.toString()), plan.models());
  }

  private static ModelAllowList find(AllowListRows lists, UUID id) {
    return lists.all().stream()
        .filter(list -> list.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such list."));
  }

  private static Change<ModelAllowList> said(String action, ModelAllowList list) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("id", list.id());
    details.put("scope", list.scope().type().word());
    details.put("value", list.scope().value());
    details.put("models", list.plan().models().patterns());
    return Change.of(list, action, list.scope().type().word(), details);
  }
}
