package ai.preloop.api.tools;

import ai.preloop.activities.servers.Catalog;
import ai.preloop.activities.tools.ToolInventory;
import ai.preloop.policies.verdicts.Outlook;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tool: {@code name} is what agents call, {@code tool} what its server and policies call it. */
@Schema(name = "Tool")
public record ToolAnswer(
    String name,
    String server,
    String tool,
    @Schema(allowableValues = {"mcp", "builtin"}) String source,
    String description,
    Map<String, Object> inputSchema,
    @Schema(description = "Not there at the server's first scan, and not accepted yet.")
        boolean isNew,
    @Schema(description = "Defined otherwise than what was accepted.") boolean isChanged,
    PolicyAnswer policy) {

  public static ToolAnswer of(ToolInventory.ListedTool listed) {
    Catalog.Tool tool = listed.tool();
    return new ToolAnswer(
        tool.shownName(),
        tool.server().name(),
        tool.name(),
        tool.known().source(),
        tool.definition().description(),
        tool.definition().inputSchema(),
        tool.isNew(),
        tool.isChanged(),
        PolicyAnswer.of(listed.outlook()));
  }

  /** What the policy says of a tool before the arguments are known. */
  @Schema(name = "ToolPolicy")
  public record PolicyAnswer(
      @Schema(allowableValues = {"allow", "deny", "ask", "conditional"}) String verdict,
      @Schema(description = "Who is asked, when that is certain; several are joined by commas.")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String workflow,
      @Schema(description = "How many rules speak of the tool.") int rules) {

    static PolicyAnswer of(Outlook outlook) {
      return new PolicyAnswer(
          outlook.kind().name().toLowerCase(Locale.ROOT),
          outlook.workflows().isEmpty() ? null : String.join(", ", outlook.workflows()),
          outlook.rules());
    }
  }
}
