package ai.preloop.api.mcp;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.mcp.ShownDefinition;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.tools.Justifications;
import ai.preloop.activities.tools.VisibleTools;
import ai.preloop.api.mcp.tools.BuiltinTool;
import ai.preloop.policies.documents.Justification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.stereotype.Component;

/** {@code tools/list}: the servers' definitions byte for byte, after Preloop's own. */
@Component
final class ToolListing {

  private final VisibleTools visible;
  private final List<BuiltinTool> builtins;

  ToolListing(VisibleTools visible, List<BuiltinTool> builtins) {
    this.visible = visible;
    this.builtins = List.copyOf(builtins);
  }

  byte[] list(Principal principal) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    out.writeBytes(utf8("{\"tools\":["));
    String separator = "";
    for (BuiltinTool tool : builtins) {
      if (tool.isHidden(principal)) {
        continue;
      }
      out.writeBytes(utf8(separator + tool.definition()));
      separator = ",";
    }
    for (VisibleTools.Listed listed : visible.list(principal)) {
      out.writeBytes(utf8(separator));
      out.writeBytes(shown(listed));
      separator = ",";
    }
    out.writeBytes(utf8("]}"));
    return out.toByteArray();
  }

  private static byte[] shown(VisibleTools.Listed listed) {
    Tool tool = listed.tool();
    boolean asks = listed.justification() != Justification.DISABLED;
    return new ShownDefinition(tool.definition())
        .bytes(
            tool.shownName(),
            asks ? Justifications.member(tool) : null,
            listed.justification() == Justification.REQUIRED);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
