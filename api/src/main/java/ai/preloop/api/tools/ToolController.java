package ai.preloop.api.tools;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.tools.ToolInventory;
import ai.preloop.api.lists.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Every tool of the account, whether agents may see it or not. */
@RestController
@Tag(name = "Tools", description = "What is there, and what the policy says of each.")
class ToolController {

  private final ToolInventory inventory;

  ToolController(ToolInventory inventory) {
    this.inventory = inventory;
  }

  @GetMapping("/api/v1/tools")
  @Operation(
      operationId = "listTools",
      summary = "List all tools with what the policy says of each",
      description =
          "The verdict is for whoever asks and for arguments that fit the tool's schema:"
              + " conditional means that it depends on the arguments or on other facts of a call.")
  Page<ToolAnswer> list(Principal principal, Page.Asked asked) {
    return Page.of(inventory.list(principal), asked, ToolInventory.ListedTool::shownName)
        .map(ToolAnswer::of);
  }
}
