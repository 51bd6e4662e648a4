package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.Splice;
import ai.preloop.activities.servers.Catalog.Server;
import java.nio.charset.StandardCharsets;

/** One thing that a server lists: its own name for it, the one that agents see, and its bytes. */
record Offered(Server server, String own, String shown, JsonSlice definition) {

  /** As agents see it: the server's bytes, but for a name that another server had first. */
  byte[] bytes(OfferKind kind) {
    JsonSlice name = own.equals(shown) ? null : definition.member(kind.named());
    return name == null
        ? definition.toBytes()
        : new Splice(definition)
            .replace(name, JsonText.quote(shown).getBytes(StandardCharsets.UTF_8))
            .bytes();
  }
}
