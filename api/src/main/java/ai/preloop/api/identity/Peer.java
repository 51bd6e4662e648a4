package ai.preloop.api.identity;

import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Who is at the other end of a connection. A header that says otherwise is not believed: whoever
 * writes it could be anybody at every attempt.
 */
record Peer(String address) {

  /** What one host commonly has to itself: an IPv4 address, or a /64 of IPv6 (RFC 6177). */
  private static final int OWN_BYTES = 8;

  static Peer of(String address) {
    return new Peer(address);
  }

  /** The same for all addresses that one host can take. */
  String place() {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, OWN_BYTES));
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
