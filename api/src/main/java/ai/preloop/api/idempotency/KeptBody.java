package ai.preloop.api.idempotency;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A request whose body was read already and can be read once more. */
final class KeptBody extends HttpServletRequestWrapper {

  private final byte[] content;

  private KeptBody(HttpServletRequest request, byte[] content) {
    super(request);
    this.content = content;
  }

  static KeptBody of(HttpServletRequest request) throws IOException {
    return new KeptBody(request, request.getInputStream().readAllBytes());
  }

  byte[] content() {
    return content.clone();
  }

  @Override
  public ServletInputStream getInputStream() {
    return new Again(new ByteArrayInputStream(content));
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  private static final class Again extends ServletInputStream {

    private final ByteArrayInputStream body;

    Again(ByteArrayInputStream body) {
      this.body = body;
    }

    @Override
    public int read() {
      return body.read();
    }

    @Override
    public int read(byte[] into, int from, int length) {
      return body.read(into, from, length);
    }

    @Override
    public boolean isFinished() {
      return body.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new IllegalStateException("The body is read at once");
    }
  }
}
