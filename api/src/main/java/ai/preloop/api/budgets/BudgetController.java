package ai.preloop.api.budgets;

import ai.preloop.activities.budgets.Budget;
import ai.preloop.activities.budgets.Budget.Plan;
import ai.preloop.activities.budgets.BudgetPlans;
import ai.preloop.activities.budgets.Spending;
import ai.preloop.activities.identity.Principal;
import ai.preloop.api.lists.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How much calls of models may cost in a time, and how many calls of tools there may be. */
@RestController
@RequestMapping("/api/v1/budgets")
@Tag(
    name = "Budgets",
    description =
        "How much calls of models may cost in a time, and how many calls of tools there may be.")
class BudgetController {

  private final BudgetPlans budgets;

  BudgetController(BudgetPlans budgets) {
    this.budgets = budgets;
  }

  @GetMapping
  @Operation(operationId = "listBudgets", summary = "List the budgets, by name")
  Page<BudgetAnswer> list(Principal principal, Page.Asked asked) {
    return Page.of(budgets.list(principal), asked, budget -> budget.id().toString())
        .map(budget -> answer(principal, budget));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createBudget",
      summary = "Make a budget",
      description =
          "It counts calls from now on. What a call can cost at the most is reserved in every hard"
              + " budget that it counts in before it is sent, and settled to what it cost. A call of a"
              + " tool counts one where it was sent.")
  @ApiResponse(responseCode = "409", description = "The name is taken.")
  BudgetAnswer create(Principal principal, @Valid @RequestBody BudgetRequest asked) {
    return answer(principal, budgets.create(principal, asked.plan()));
  }

  @GetMapping("/{id}")
  @Operation(operationId = "getBudget", summary = "Show a budget, by its name or id")
  BudgetAnswer get(Principal principal, @PathVariable String id) {
    return answer(principal, budgets.get(principal, id));
  }

  @GetMapping("/{id}/windows")
  @Operation(
      operationId = "listBudgetWindows",
      summary = "List what has been spent of a budget in the window of now, by subject")
  Page<WindowAnswer> windows(Principal principal, @PathVariable String id, Page.Asked asked) {
    Budget found = budgets.get(principal, id);
    return Page.of(budgets.spending(principal, found), asked, Spending::subject)
        .map(spending -> WindowAnswer.of(found.plan().unit(), spending));
  }

  @PutMapping("/{id}")
  @Operation(
      operationId = "updateBudget",
      summary = "Change a budget",
      description =
          "A changed limit is in force at once; what nodes have taken under the old one stays spent."
              + " The scope, the unit and the period stay as they are.")
  @ApiResponse(responseCode = "200", description = "The budget as it is now.")
  @ApiResponse(responseCode = "409", description = "The name is taken.")
  BudgetAnswer update(
      Principal principal, @PathVariable String id, @Valid @RequestBody BudgetRequest asked) {
    return answer(principal, budgets.update(principal, id, asked.plan()));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(
      operationId = "deleteBudget",
      summary = "Remove a budget",
      description = "It stops nothing any more, and what was spent in it is forgotten.")
  void delete(Principal principal, @PathVariable String id) {
    budgets.delete(principal, id);
  }

  private BudgetAnswer answer(Principal principal, Budget budget) {
    Plan plan = budget.plan();
    return BudgetAnswer.of(
        budget,
        plan.scope().isEach()
            ? null
            : WindowAnswer.of(plan.unit(), budgets.total(principal, budget)));
  }
}
