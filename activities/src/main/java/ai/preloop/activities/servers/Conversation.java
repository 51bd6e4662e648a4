package ai.preloop.activities.servers;

import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.workflows.identity.AccountId;
import java.util.UUID;

/**
 * Whose upstream session it is, and where: a session is never shown to another address, nor used
 * with another credential than it was opened with, by the credential's digest.
 */
record Conversation(AccountId account, UUID session, UUID server, String url, String credential) {

  static Conversation of(AccountId account, UUID session, Server server) {
    return new Conversation(
        account,
        session,
        server.id(),
        server.address().url().toString(),
        server.address().credential().sha256());
  }
}
