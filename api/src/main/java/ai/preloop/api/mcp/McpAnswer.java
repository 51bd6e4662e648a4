package ai.preloop.api.mcp;

/** What a request comes to: an answer at once, or a stream that stays open until there is one. */
sealed interface McpAnswer permits RpcAnswer, HeldCall, Subscription {}
