package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.mcp.Envelope;
import ai.preloop.api.mcp.McpMethods.Context;
import org.springframework.stereotype.Component;

/** {@code tools/list}. */
@Component
final class ToolsListMethod implements McpMethod {

  private final ToolListing listing;

  ToolsListMethod(ToolListing listing) {
    this.listing = listing;
  }

  @Override
  public String name() {
    return "tools/list";
  }

  @Override
  public boolean isOfVirtualServers() {
    return true;
  }

  @Override
  public McpAnswer answer(Context context, Envelope message) {
    byte[] tools = listing.list(context.principal(), context.endpoint());
    return RpcAnswer.fresh(context.session(), message.id(), JsonSlice.of(tools));
  }
}
