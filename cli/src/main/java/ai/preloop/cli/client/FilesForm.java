package ai.preloop.cli.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A form of files, each a part called {@code file} (RFC 7578). */
public final class FilesForm {

  private final String boundary = "preloop-" + UUID.randomUUID();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  public void add(String contentType, byte[] content) {
    text("--" + boundary + "\r\n");
    text("Content-Disposition: form-data; name=\"file\"; filename=\"document\"\r\n");
    text("Content-Type: " + contentType + "\r\n\r\n");
    body.writeBytes(content);
    text("\r\n");
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  byte[] bytes() {
    var whole = new ByteArrayOutputStream();
    whole.writeBytes(body.toByteArray());
    whole.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return whole.toByteArray();
  }

  private void text(String line) {
    body.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
  }
}
