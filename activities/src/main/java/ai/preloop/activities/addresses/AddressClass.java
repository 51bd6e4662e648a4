package ai.preloop.activities.addresses;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where an address leads: nowhere anybody should be sent (link-local, metadata services, multicast,
 * reserved), to this machine, into a private network, or out into the world. After the special
 * purpose registries of IANA (RFC 6890) and what cloud providers document for their metadata.
 */
enum AddressClass {
  NEVER,
  LOOPBACK,
  PRIVATE,
  PUBLIC;

  private static final List<AddressRange> NOWHERE =
      ranges(
          "0.0.0.0/8",
          "169.254.0.0/16",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "100.100.100.200/32",
          "168.63.129.16/32",
          "192.0.0.192/32",
          "::/128",
          "fe80::/10",
          "ff00::/8",
          "fd00:ec2::/32",
          "fd20:ce::254/128",
          "2001::/32");
  private static final List<AddressRange> THIS_MACHINE = ranges("127.0.0.0/8", "::1/128");
  private static final List<AddressRange> INSIDE =
      ranges(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "64:ff9b:1::/48",
          "100::/64",
          "2001:db8::/32",
          "fc00::/7",
          "fec0::/10");
  private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");
  private static final AddressRange SIX_TO_FOUR = AddressRange.parse("2002::/16");
  private static final AddressRange IPV4_COMPATIBLE = AddressRange.parse("::/96");

  static AddressClass of(InetAddress address) {
    AddressClass outer = listed(address);
    return outer == PUBLIC ? listed(embedded(address)) : outer;
  }

  private static AddressClass listed(InetAddress address) {
    if (isIn(NOWHERE, address)) {
      return NEVER;
    }
    if (isIn(THIS_MACHINE, address)) {
      return LOOPBACK;
    }
    return isIn(INSIDE, address) ? PRIVATE : PUBLIC;
  }

  private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
    for (AddressRange range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static List<AddressRange> ranges(String... blocks) {
    return Stream.of(blocks).map(AddressRange::parse).toList();
  }

  /** The IPv4 address that an IPv6 one is translated to on its way, or the address itself. */
  private static InetAddress embedded(InetAddress address) {
    if (NAT64.contains(address) || IPV4_COMPATIBLE.contains(address)) {
      return ipv4(address, 12);
    }
    return SIX_TO_FOUR.contains(address) ? ipv4(address, 2) : address;
  }

  private static InetAddress ipv4(InetAddress address, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), from, from + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an address", e);
    }
  }
}
