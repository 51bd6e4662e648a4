package ai.preloop.activities.secrets;

import ai.preloop.activities.secrets.SealedSecret.Place;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.Optional;

/** Stands where Vault would, where it is turned off: what is kept there is not to be had. */
final class VaultOff implements Custodian {

  @Override
  public Custody custody() {
    return Custody.VAULT_KV_V2;
  }

  @Override
  public SealedSecret keep(Place place, Optional<Origin> origin, String value) {
    throw off(place);
  }

  @Override
  public Optional<String> open(Place place, SealedSecret sealed) {
    throw off(place);
  }

  @Override
  public Optional<String> identity(Place place, SealedSecret sealed) {
    throw off(place);
  }

  @Override
  public void doubt(Place place, SealedSecret sealed) {
    throw off(place);
  }

  @Override
  public SealedSecret rebound(Place place, SealedSecret sealed, Origin origin) {
    throw off(place);
  }

  private static ProblemException off(Place place) {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "The secret %s is kept in Vault, which is turned off here: set VAULT_KV_V2_ENABLED, or put the secret again."
            .formatted(place.name()));
  }
}
