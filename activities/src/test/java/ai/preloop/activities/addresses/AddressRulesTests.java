package ai.preloop.activities.addresses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.preloop.activities.addresses.AddressRules.Local;
import ai.preloop.policies.problems.ProblemException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "169.254.170.2",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "fe80::1",
        "ff02::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::169.254.169.254",
        "2002:a9fe:a9fe::1",
        "2001:0:4136:e378::1"
      })
  void neverConnectsToLinkLocalMetadataAndReservedAddresses(String address) {
    List<AddressRange> everything =
        List.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0"));

    assertRefused(new AddressRules(Local.OPEN, everything, port -> false, to(address)));
    assertRefused(new AddressRules(Local.REFUSED, everything, port -> false, to(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "::1",
        "::ffff:127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "198.18.0.1",
        "fc00::1",
        "fdff::1",
        "fec0::1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2002:7f00:1::"
      })
  void opensLoopbackAndPrivateAddressesInDevelopmentOnly(String address) {
    assertThat(resolve(new AddressRules(Local.OPEN, List.of(), port -> false, to(address))))
        .hasSize(1);
    assertRefused(new AddressRules(Local.REFUSED, List.of(), port -> false, to(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.1.1.1", "172.15.0.1", "172.32.0.1", "11.0.0.1", "2606:4700::1", "100.128.0.1"})
  void connectsToPublicAddresses(String address) {
    assertThat(resolve(new AddressRules(Local.REFUSED, List.of(), port -> false, to(address))))
        .hasSize(1);
  }

  @Test
  void honoursTheOperatorsExceptions() {
    List<AddressRange> allowed =
        List.of(AddressRange.parse("10.1.0.0/20"), AddressRange.parse("fd12::/16"));

    assertThat(resolve(production(allowed, "10.1.15.255"))).hasSize(1);
    assertThat(resolve(production(allowed, "fd12::7"))).hasSize(1);
    assertRefused(production(allowed, "10.1.16.0"));
    assertRefused(production(allowed, "fd13::7"));
  }

  @Test
  void oneBadAddressSpoilsTheName() {
    assertRefused(production(List.of(), "1.1.1.1", "10.0.0.1"));
  }

  @Test
  void keepsAwayFromItsOwnPortsButForTheDemo() {
    AddressRules rules = new AddressRules(Local.OPEN, List.of(), port -> port == 8000);

    assertThat(rules.resolve(URI.create("http://127.0.0.1:8000/demo/mcp"))).hasSize(1);
    assertThat(rules.resolve(URI.create("http://127.0.0.1:8001/mcp"))).hasSize(1);
    for (String path : new String[] {"/mcp", "/demo/mcp/", "/demo/../mcp", "/demo/%6dcp", ""}) {
      URI url = URI.create("http://127.0.0.1:8000" + path);
      assertThatThrownBy(() -> rules.resolve(url)).hasMessageContaining("Preloop itself");
    }
    assertThatThrownBy(() -> rules.resolve(URI.create("http://[::1]:8000/mcp")))
        .hasMessageContaining("Preloop itself");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://example.com/",
        "file:///etc/passwd",
        "/mcp",
        "mailto:a@example.com",
        "http:///mcp",
        "http://user:pass@example.com/",
        "http://example.com/#part",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.0.0x1/",
        "http://127.0.0.1./",
        "http://example.com:0/",
        "http://example.com:70000/",
        "http://[fe80::1%25eth0]/"
      })
  void takesNoUrlThatCanBeReadInTwoWays(String url) {
    assertThatThrownBy(() -> AddressRules.checkUrl(URI.create(url)))
        .isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/mcp",
        "HTTP://127.0.0.1:8000/mcp?x=1",
        "http://[::1]:9/",
        "http://server1/mcp",
        "http://7zip.example/"
      })
  void takesOrdinaryUrls(String url) {
    AddressRules.checkUrl(URI.create(url));
  }

  private static AddressRules production(List<AddressRange> allowed, String... addresses) {
    return new AddressRules(Local.REFUSED, allowed, port -> false, to(addresses));
  }

  private static AddressRules.Resolver to(String... addresses) {
    return host -> {
      InetAddress[] resolved = new InetAddress[addresses.length];
      for (int i = 0; i < addresses.length; i++) {
        resolved[i] = InetAddress.ofLiteral(addresses[i]);
      }
      return resolved;
    };
  }

  private static List<InetAddress> resolve(AddressRules rules) {
    return rules.resolve(URI.create("https://some.example/mcp"));
  }

  private static void assertRefused(AddressRules rules) {
    assertThatThrownBy(() -> resolve(rules)).isInstanceOf(ProblemException.class);
  }
}
