package ai.preloop.activities.tools;

import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.servers.Prompt;
import ai.preloop.activities.servers.Resource;

/** The requests of an approved call, whose own message is gone by then. */
final class Requests {

  private Requests() {}

  static byte[] of(Offer offer, long id, byte[] arguments) {
    return switch (offer) {
      case Tool tool -> Envelope.toolCall(id, tool.name(), arguments);
      case Prompt prompt -> Envelope.promptGet(id, prompt.name(), arguments);
      case Resource resource -> Envelope.resourceRead(id, resource.uri());
    };
  }
}
