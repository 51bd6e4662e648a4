package ai.preloop.api.tools;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.ToolDefinition;
import ai.preloop.activities.servers.Catalog;
import ai.preloop.activities.tools.ToolInventory;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.verdicts.Outlook;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tool: {@code name} is what agents call, {@code tool} what its server and policies call it. */
@Schema(name = "Tool")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolAnswer(
    String name,
    @Schema(description = "Not there for Preloop's own tools.") @Nullable UUID serverId,
    @Schema(description = "Not there for Preloop's own tools.") @Nullable String server,
    String tool,
    @Schema(allowableValues = {"mcp", "builtin"}) String source,
    String description,
    Map<String, Object> inputSchema,
    @Schema(
            allowableValues = {"accepted", "new", "changed"},
            description =
                "accepted: as the server's first scan or a person accepted it. changed: accepted"
                    + " as it was, and defined otherwise now. new: never accepted.")
        String state,
    @Schema(description = "Not there at the server's first scan, and not accepted yet.")
        boolean isNew,
    @Schema(
            description =
                "Defined otherwise than what was accepted; for a new tool, than when it was first"
                    + " seen.")
        boolean isChanged,
    @Schema(description = "The definition has characters that a person does not see.")
        boolean hiddenUnicode,
    @Schema(description = "The definition has words that read like instructions to an agent.")
        boolean instructions,
    @Schema(
            description =
                "SHA-256, in hexadecimal, of the definition, whatever the order of its members;"
                    + " what is accepted is named by it.")
        String digest,
    @Schema(
            implementation = Object.class,
            description = "The whole definition as the server gives it, while it is not accepted.")
        @JsonRawValue
        @Nullable String definition,
    @Schema(description = "What was accepted, while the state is changed.")
        @Nullable AcceptedAnswer accepted,
    PolicyAnswer policy) {

  public static ToolAnswer of(ToolInventory.ListedTool listed) {
    Catalog.Tool tool = listed.tool();
    return new ToolAnswer(
        tool.shownName(),
        tool.server().id(),
        tool.server().name(),
        tool.name(),
        tool.known().source(),
        tool.definition().description(),
        tool.definition().inputSchema(),
        tool.state().name().toLowerCase(Locale.ROOT),
        tool.isNew(),
        tool.isChanged(),
        tool.definition().hiddenUnicode(),
        tool.definition().instructions(),
        tool.definition().sha256(),
        tool.state() == Catalog.State.ACCEPTED ? null : tool.definition().raw().toString(),
        AcceptedAnswer.of(tool.accepted()),
        PolicyAnswer.of(listed.outlook(), listed.justification()));
  }

  /** One of Preloop's own, which nobody has to accept. */
  static ToolAnswer own(ToolDefinition definition, Outlook outlook) {
    return new ToolAnswer(
        definition.name(),
        null,
        null,
        definition.name(),
        "builtin",
        definition.description(),
        definition.inputSchema(),
        "accepted",
        false,
        false,
        false,
        false,
        definition.sha256(),
        null,
        null,
        PolicyAnswer.of(outlook, Justification.DISABLED));
  }

  /** A definition that was accepted before the one of now. */
  @Schema(name = "AcceptedDefinition")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AcceptedAnswer(
      String digest,
      @Schema(
              implementation = Object.class,
              description =
                  "The whole of it; not there where it was replaced before Preloop kept such.")
          @JsonRawValue
          @Nullable String definition) {

    static @Nullable AcceptedAnswer of(Catalog.@Nullable Accepted accepted) {
      if (accepted == null) {
        return null;
      }
      JsonSlice definition = accepted.definition();
      return new AcceptedAnswer(
          accepted.sha256(), definition == null ? null : definition.toString());
    }
  }

  /** What the policy says of a tool before the arguments are known. */
  @Schema(name = "ToolPolicy")
  public record PolicyAnswer(
      @Schema(allowableValues = {"allow", "deny", "ask", "conditional"}) String verdict,
      @Schema(description = "Who is asked, when that is certain; several are joined by commas.")
          @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String workflow,
      @Schema(description = "How many rules speak of the tool.") int rules,
      @Schema(
              allowableValues = {"disabled", "optional", "required"},
              description = "Whether a caller says why, in one more argument.")
          String justification) {

    static PolicyAnswer of(Outlook outlook, Justification justification) {
      return new PolicyAnswer(
          outlook.kind().name().toLowerCase(Locale.ROOT),
          outlook.workflows().isEmpty() ? null : String.join(", ", outlook.workflows()),
          outlook.rules(),
          justification.name().toLowerCase(Locale.ROOT));
    }
  }
}
