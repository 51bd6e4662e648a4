package ai.preloop.api.tools;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.mcp.ToolDefinition;
import ai.preloop.activities.tools.ToolInventory;
import ai.preloop.api.lists.Page;
import ai.preloop.api.mcp.tools.BuiltinTool;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Every tool of the account, whether agents may see it or not. */
@RestController
@Tag(name = "Tools", description = "What is there, and what the policy says of each.")
class ToolController {

  private final ToolInventory inventory;
  private final List<BuiltinTool> own;

  ToolController(ToolInventory inventory, ObjectProvider<BuiltinTool> builtins) {
    this.inventory = inventory;
    this.own = builtins.orderedStream().toList();
  }

  @GetMapping("/api/v1/tools")
  @Operation(
      operationId = "listTools",
      summary = "List all tools with what the policy says of each",
      description =
          "The verdict is for whoever asks and for arguments that fit the tool's schema:"
              + " conditional means that it depends on the arguments or on other facts of a call."
              + " Preloop's own tools come first; get_approval_status is outside the policy.")
  Page<ToolAnswer> list(Principal principal, Page.Asked asked) {
    Stream<ToolAnswer> ofOurs = own.stream().map(tool -> answer(tool, principal));
    Stream<ToolAnswer> ofServers = inventory.list(principal).stream().map(ToolAnswer::of);
    return Page.of(Stream.concat(ofOurs, ofServers).toList(), asked, ToolAnswer::name);
  }

  private static ToolAnswer answer(BuiltinTool tool, Principal principal) {
    return ToolDefinition.read(tool.definition().getBytes(StandardCharsets.UTF_8))
        .map(definition -> ToolAnswer.own(definition, tool.outlook(principal)))
        .orElseThrow(() -> new IllegalStateException(tool.name() + " has no usable definition"));
  }
}
