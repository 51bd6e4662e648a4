package ai.preloop.activities.secrets;

import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the credentials of other systems by name. A secret is bound to the origin of its first use
 * and is handed out for no other, so that a changed address cannot draw it away.
 */
public interface SecretStore {

  /** Stores or replaces a value; what it is bound to stays. */
  void put(AccountId account, String name, String value, Who by);

  /** The value, for sending to this origin; NOT_FOUND, or FORBIDDEN for another origin. */
  String get(AccountId account, String name, Origin origin);

  /** The same for sending it many times; one that is kept elsewhere is not read from there yet. */
  UsableSecret use(AccountId account, String name, Origin origin);

  /** Whether this value is kept under the name, for this origin or, where none is said, for any. */
  boolean holds(AccountId account, String name, Optional<Origin> origin, String value);

  /** Binds to another origin from now on, because a person said so. */
  void rebind(AccountId account, String name, Origin origin, Who by);

  /** Forgets the secret; false when there is none. */
  boolean delete(AccountId account, String name, Who by);

  /** All secrets by their names, in order; values come back from nowhere but {@link #get}. */
  List<KeptSecret> kept(AccountId account);

  /** All names, in order. */
  default List<String> names(AccountId account) {
    return kept(account).stream().map(KeptSecret::name).toList();
  }
}
