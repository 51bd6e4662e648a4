package ai.preloop.activities.addresses;

import java.net.InetAddress;

/** A block of addresses, written {@code 10.0.0.0/8}. */
public final class AddressRange {

  private final byte[] network;
  private final int bits;

  private AddressRange(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** Reads a block; an address without a length is a block of one. */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] network =
        InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int bits = slash < 0 ? 8 * network.length : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > 8 * network.length) {
      throw new IllegalArgumentException("No block of addresses: " + text);
    }
    return new AddressRange(network, bits);
  }

  public boolean contains(InetAddress address) {
    byte[] candidate = address.getAddress();
    if (candidate.length != network.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += 8) {
      int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
      if (((candidate[bit / 8] ^ network[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
