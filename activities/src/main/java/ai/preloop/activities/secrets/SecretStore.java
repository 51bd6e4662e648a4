package ai.preloop.activities.secrets;

import ai.preloop.workflows.identity.AccountId;
import java.net.URI;
import java.util.List;

/** Keeps the credentials that Preloop shows to others; none comes back from any endpoint. */
public interface SecretStore {

  /** Keeps a secret for the origin of this URL, in place of one that had its name. */
  void put(AccountId account, String name, String value, URI usedFor);

  /**
   * The secret, for the origin that it is bound to; FORBIDDEN for another, NOT_FOUND without one.
   */
  String get(AccountId account, String name, URI usedFor);

  void delete(AccountId account, String name);

  List<String> names(AccountId account);
}
