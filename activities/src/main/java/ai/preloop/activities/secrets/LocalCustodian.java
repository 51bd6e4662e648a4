package ai.preloop.activities.secrets;

import ai.preloop.activities.secrets.SealedSecret.Place;
import java.util.Optional;

/** The store {@code local_encrypted}: AES-256-GCM in the product's own database. */
final class LocalCustodian implements Custodian {

  private final Wrapping wrapping;

  LocalCustodian(RootKey root) {
    this.wrapping = Wrapping.of(Custody.LOCAL_ENCRYPTED, root);
  }

  @Override
  public Custody custody() {
    return Custody.LOCAL_ENCRYPTED;
  }

  @Override
  public SealedSecret keep(Place place, Optional<Origin> origin, String value) {
    return SealedSecret.seal(wrapping, place, origin, value);
  }

  @Override
  public Optional<String> open(Place place, SealedSecret sealed) {
    return Optional.of(sealed.open(wrapping, place));
  }

  @Override
  public Optional<String> identity(Place place, SealedSecret sealed) {
    return Optional.empty();
  }

  /** Nothing is remembered. */
  @Override
  public void doubt(Place place, SealedSecret sealed) {}

  @Override
  public SealedSecret rebound(Place place, SealedSecret sealed, Origin origin) {
    return SealedSecret.seal(wrapping, place, Optional.of(origin), sealed.open(wrapping, place));
  }
}
