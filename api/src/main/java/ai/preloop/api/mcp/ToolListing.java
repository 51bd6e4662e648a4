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
import java.util.stream.Stream;
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

  byte[] list(Principal principal, Endpoint endpoint) {
    Stream<byte[]> own =
        builtins.stream()
            .filter(tool -> !tool.isHidden(principal))
            .map(tool -> utf8(tool.definition()));
    Stream<byte[]> others =
        endpoint.isSearched()
            ? ToolSearching.DEFINITIONS.stream().map(ToolListing::utf8)
            : visible.list(principal, endpoint.offered()).stream().map(ToolListing::shown);
    return array(Stream.concat(own, others));
  }

  private static byte[] array(Stream<byte[]> definitions) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    byte[] separator = utf8("{\"tools\":[");
    for (byte[] definition : (Iterable<byte[]>) definitions::iterator) {
      out.writeBytes(separator);
      out.writeBytes(definition);
      separator = utf8(",");
    }
    out.writeBytes(utf8(out.size() == 0 ? "{\"tools\":[]}" : "]}"));
    return out.toByteArray();
  }

  /** A tool as its callers see it. */
  static byte[] shown(VisibleTools.Listed listed) {
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
