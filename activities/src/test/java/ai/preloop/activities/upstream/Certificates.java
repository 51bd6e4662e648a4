package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of a server on loopback and of a client, each its own authority. */
public final class Certificates {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final KeyStore server;
  private final KeyStore client;

  private Certificates(KeyStore server, KeyStore client) {
    this.server = server;
    this.client = client;
  }

  /** Makes both, with the JDK's own tool, in this folder. */
  public static Certificates in(Path folder) {
    return new Certificates(
        made(folder.resolve("server.p12"), "san=ip:127.0.0.1"),
        made(folder.resolve("client.p12"), "ku=digitalSignature"));
  }

  private static KeyStore made(Path file, String extension) {
    try {
      Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
      List<String> command =
          List.of(
              tool.toString(),
              "-genkeypair",
              "-alias",
              "one",
              "-keyalg",
              "EC",
              "-dname",
              "CN=" + file.getFileName(),
              "-ext",
              extension,
              "-ext",
              "bc=ca:true",
              "-validity",
              "2",
              "-storetype",
              "PKCS12",
              "-storepass",
              new String(PASSWORD),
              "-keystore",
              file.toString());
      int end = new ProcessBuilder(command).inheritIO().start().waitFor();
      if (end != 0) {
        throw new IllegalStateException("keytool ended with " + end);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (var content = Files.newInputStream(file)) {
        store.load(content, PASSWORD);
      }
      return store;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the server shows and whom it believes: the client alone. */
  public SSLContext ofServer() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(server, PASSWORD);
      KeyStore believed = KeyStore.getInstance("PKCS12");
      believed.load(null, PASSWORD);
      believed.setCertificateEntry("client", client.getCertificate("one"));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(believed);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The authority of the server. */
  public String authority() {
    return certificate(server);
  }

  public String clientCertificate() {
    return certificate(client);
  }

  public String clientKey() {
    return key(client);
  }

  /** A key that is not the client's. */
  public String otherKey() {
    return key(server);
  }

  private static String certificate(KeyStore store) {
    try {
      return pem("CERTIFICATE", store.getCertificate("one").getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String key(KeyStore store) {
    try {
      return pem("PRIVATE KEY", store.getKey("one", PASSWORD).getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] content) {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what);
  }
}
