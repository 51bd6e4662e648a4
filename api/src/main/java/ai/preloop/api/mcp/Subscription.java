package ai.preloop.api.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.api.mcp.McpMethods.Context;

/** A client's request to hear of what it wants, for as long as it stays. */
record Subscription(Context context, JsonSlice id, Wanted wanted) implements McpAnswer {}
