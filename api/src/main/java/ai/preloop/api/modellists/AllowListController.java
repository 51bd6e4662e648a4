package ai.preloop.api.modellists;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.modellists.ModelAllowLists;
import ai.preloop.api.lists.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.UUID;
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

/** Which models the account, a user, a team, an agent or a flow may call. */
@RestController
@RequestMapping("/api/v1/model-allow-lists")
@Tag(name = "Model gateway")
class AllowListController {

  private final ModelAllowLists lists;

  AllowListController(ModelAllowLists lists) {
    this.lists = lists;
  }

  @GetMapping
  @Operation(operationId = "listModelAllowLists", summary = "List the lists of allowed models")
  Page<AllowListAnswer> list(Principal principal, Page.Asked asked) {
    return Page.of(lists.list(principal), asked, list -> list.id().toString())
        .map(AllowListAnswer::of);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(
      operationId = "createModelAllowList",
      summary = "Allow calls of a scope some models, and no others",
      description =
          "A call passes every list that is about it, and its key's own. Lists only narrow: the"
              + " policy is asked as well. A team, an agent and a flow are what the credential says,"
              + " never what a header claims.")
  @ApiResponse(responseCode = "201", description = "The list, which is in force.")
  @ApiResponse(responseCode = "409", description = "There is a list for this scope.")
  AllowListAnswer create(Principal principal, @Valid @RequestBody AllowListRequest asked) {
    return AllowListAnswer.of(lists.create(principal, asked.plan()));
  }

  @PutMapping("/{id}")
  @Operation(operationId = "updateModelAllowList", summary = "Change a list of allowed models")
  @ApiResponse(responseCode = "200", description = "The list as it is now.")
  @ApiResponse(responseCode = "409", description = "There is another list for this scope.")
  AllowListAnswer update(
      Principal principal, @PathVariable UUID id, @Valid @RequestBody AllowListRequest asked) {
    return AllowListAnswer.of(lists.update(principal, id, asked.plan()));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(operationId = "deleteModelAllowList", summary = "Remove a list of allowed models")
  void delete(Principal principal, @PathVariable UUID id) {
    lists.delete(principal, id);
  }
}
