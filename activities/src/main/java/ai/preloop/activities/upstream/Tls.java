package ai.preloop.activities.upstream;

import static ai.preloop.policies.problems.ProblemException.unprocessable;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.database.Digests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of connections to a server: authorities that are believed beside the usual ones,
 * and what proves us. It is equal to another of the same certificates.
 */
public final class Tls {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final char[] NO_PASSWORD = {};

  private final String digest;
  private final SSLContext context;

  private Tls(String digest, SSLContext context) {
    this.digest = digest;
    this.context = context;
  }

  /** A certificate, those that lead to its authority, and its key (PKCS #8), all in PEM. */
  public record Own(String certificates, String key) {

    @Override
    public String toString() {
      return "Own[hidden]";
    }
  }

  /** UNPROCESSABLE for what cannot be read, or does not belong together. */
  public static Tls of(@Nullable String authorities, @Nullable Own own) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(own), trusted(authorities), null);
      String all = authorities + "\n" + (own == null ? "" : own.certificates() + "\n" + own.key());
      return new Tls(HexFormat.of().formatHex(Digests.sha256(all.getBytes(UTF_8))), context);
    } catch (GeneralSecurityException | IOException e) {
      throw unprocessable("The certificates cannot be used for TLS.").causedBy(e);
    }
  }

  SSLContext context() {
    return context;
  }

  private static KeyManager @Nullable [] keys(@Nullable Own own)
      throws GeneralSecurityException, IOException {
    if (own == null) {
      return null;
    }
    List<X509Certificate> chain = certificates(own.certificates(), "client certificate");
    KeyStore store = empty();
    store.setKeyEntry(
        "own", key(own.key(), chain.getFirst()), NO_PASSWORD, chain.toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private static TrustManager @Nullable [] trusted(@Nullable String authorities)
      throws GeneralSecurityException, IOException {
    if (authorities == null) {
      return null;
    }
    KeyStore store = empty();
    int number = 0;
    for (X509Certificate certificate : certificates(authorities, "authority's certificate")) {
      store.setCertificateEntry("given-" + number++, certificate);
    }
    for (X509Certificate certificate : usual()) {
      store.setCertificateEntry("usual-" + number++, certificate);
    }
    return managers(store);
  }

  private static List<X509Certificate> usual() throws GeneralSecurityException {
    return Arrays.stream(managers(null))
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
        .toList();
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static List<X509Certificate> certificates(String pem, String what)
      throws GeneralSecurityException {
    try {
      List<X509Certificate> read =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(UTF_8)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!read.isEmpty()) {
        return read;
      }
    } catch (CertificateException e) {
      throw unprocessable("The %s is no PEM that can be read.".formatted(what)).causedBy(e);
    }
    throw unprocessable("The %s is missing in its PEM.".formatted(what));
  }

  private static PrivateKey key(String pem, X509Certificate certificate)
      throws GeneralSecurityException {
    Matcher found = KEY.matcher(pem);
    if (!found.find()) {
      throw unprocessable(
          "The client key is not PKCS #8 in PEM (BEGIN PRIVATE KEY): `openssl pkcs8 -topk8 -nodes` makes it so.");
    }
    String algorithm = certificate.getPublicKey().getAlgorithm();
    try {
      PrivateKey key =
          KeyFactory.getInstance(algorithm)
              .generatePrivate(
                  new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1))));
      requireMatch(key, certificate, algorithm);
      return key;
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw unprocessable("The client key is not that of the client certificate.").causedBy(e);
    }
  }

  private static void requireMatch(PrivateKey key, X509Certificate certificate, String algorithm)
      throws GeneralSecurityException {
    String scheme =
        switch (algorithm) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> algorithm;
        };
    Signature signing = Signature.getInstance(scheme);
    signing.initSign(key);
    signing.update(certificate.getEncoded());
    byte[] signature = signing.sign();
    signing.initVerify(certificate.getPublicKey());
    signing.update(certificate.getEncoded());
    if (!signing.verify(signature)) {
      throw new GeneralSecurityException("The key signs what the certificate does not verify");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tls tls && digest.equals(tls.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "Tls[" + digest.substring(0, 8) + "]";
  }
}
