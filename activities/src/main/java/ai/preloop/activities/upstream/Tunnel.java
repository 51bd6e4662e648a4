package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.policies.problems.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The way to servers by a proxy (RFC 9110, section 9.3.6). The proxy is named the address that was
 * checked, and no name that it could resolve to another.
 */
final class Tunnel {

  private static final int LONGEST_HEAD = 16 * 1024;

  private final AddressRules rules;
  private final @Nullable URI servers;
  private final @Nullable URI operators;

  /**
   * {@code servers} is the proxy of one server, which has to be within the rules; {@code operators}
   * that for all others that are out in the world.
   */
  Tunnel(AddressRules rules, @Nullable URI servers, @Nullable URI operators) {
    this.rules = rules;
    this.servers = servers;
    this.operators = operators;
  }

  Socket socket() {
    return new Tunnelled();
  }

  /** The proxy to go by, null where there is none to this address. */
  @Nullable URI towards(InetAddress address) {
    if (servers != null) {
      return servers;
    }
    return AddressRules.isPublic(address) ? operators : null;
  }

  private InetSocketAddress address(URI proxy) throws IOException {
    int port = proxy.getPort() < 0 ? 3128 : proxy.getPort();
    if (proxy.equals(operators)) {
      return new InetSocketAddress(InetAddress.getByName(AddressRules.host(proxy)), port);
    }
    try {
      return new InetSocketAddress(rules.resolve(proxy).getFirst(), port);
    } catch (ProblemException e) {
      throw new NotSentException("The proxy: " + e.detail(), e);
    }
  }

  private final class Tunnelled extends Socket {

    @Override
    public void connect(SocketAddress target, int timeout) throws IOException {
      URI proxy =
          target instanceof InetSocketAddress to && to.getAddress() != null
              ? towards(to.getAddress())
              : null;
      if (proxy == null) {
        super.connect(target, timeout);
        return;
      }
      super.connect(address(proxy), timeout);
      int before = getSoTimeout();
      setSoTimeout(timeout);
      ask((InetSocketAddress) target, proxy);
      setSoTimeout(before);
    }

    private void ask(InetSocketAddress target, URI proxy) throws IOException {
      String authority = authority(target);
      String user = proxy.getUserInfo();
      String proof =
          user == null
              ? ""
              : "Proxy-Authorization: Basic %s\r\n"
                  .formatted(Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
      getOutputStream()
          .write(
              "CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n"
                  .formatted(authority, authority, proof)
                  .getBytes(US_ASCII));
      String[] status = head(getInputStream()).split(" ", 3);
      if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].startsWith("2")) {
        throw new NotSentException(
            "The proxy does not connect to the upstream server: it answered %s."
                .formatted(
                    status.length < 2 ? "nothing" : "with HTTP status " + number(status[1])));
      }
    }
  }

  private static String authority(InetSocketAddress target) {
    String address = target.getAddress().getHostAddress();
    return (target.getAddress() instanceof Inet6Address ? "[" + address + "]" : address)
        + ":"
        + target.getPort();
  }

  private static String number(String status) {
    return status.matches("\\d{3}") ? status : "that is none";
  }

  /** What comes after the empty line belongs to the server. */
  private static String head(InputStream from) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    while (head.size() < LONGEST_HEAD) {
      int next = from.read();
      if (next < 0) {
        throw new NotSentException("The proxy closed the connection.");
      }
      head.write(next);
      last = (last << 8) | next;
      if (last == 0x0d0a0d0a) {
        break;
      }
    }
    String text = head.toString(US_ASCII);
    return text.substring(0, Math.max(0, text.indexOf("\r\n")));
  }
}
