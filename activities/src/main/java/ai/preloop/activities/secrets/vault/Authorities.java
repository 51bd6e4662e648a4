package ai.preloop.activities.secrets.vault;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of a file, in PEM, as the only authorities that are believed. */
public final class Authorities {

  private Authorities() {}

  /** UNAVAILABLE with a sentence where the file has none. */
  public static SSLContext of(Path file) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, new char[0]);
      int number = 0;
      for (Certificate certificate : read(file)) {
        store.setCertificateEntry("given-" + number++, certificate);
      }
      if (number == 0) {
        throw unreadable(file);
      }
      TrustManagerFactory trusted =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trusted.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw unreadable(file).causedBy(e);
    }
  }

  private static Collection<? extends Certificate> read(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream pem = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(pem);
    }
  }

  private static ProblemException unreadable(Path file) {
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "VAULT_KV_V2_CA_FILE names %s, which has no certificate in PEM that can be read."
            .formatted(file));
  }
}
