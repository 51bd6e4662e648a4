package ai.preloop.activities.sessions;

import ai.preloop.activities.identity.Principal;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.UUID;

/**
 * The sessions of clients that open none (revision 2026-07-28). What a session is for stays as it
 * is: an upstream server's own session, the number of calls, who is waiting for what.
 */
public final class ClientSessions {

  private static final int MOST = 100_000;

  private final McpSessions sessions;
  private final Cache<Key, UUID> known =
      Caffeine.newBuilder().expireAfterAccess(McpSessions.IDLE).maximumSize(MOST).build();

  ClientSessions(McpSessions sessions) {
    this.sessions = sessions;
  }

  /**
   * The same for every request of a subject in which the client says the same of itself, and that
   * it can do the same for servers, which are told once.
   */
  @SuppressWarnings(
      "NullAway") // Caffeine takes null for "not there"; its annotations do not say it.
  public McpSession of(Principal principal, ClientName client, String capabilities) {
    var key = new Key(principal.account(), principal.id(), client, capabilities);
    UUID id = known.getIfPresent(key);
    Optional<McpSession> session =
        id == null ? Optional.empty() : sessions.find(principal, id.toString());
    return session.orElseGet(() -> {
      McpSession joined = sessions.join(principal, client, capabilities);
      known.put(key, joined.id());
      return joined;
    });
  }

  private record Key(AccountId account, UUID subject, ClientName client, String capabilities) {}
}
