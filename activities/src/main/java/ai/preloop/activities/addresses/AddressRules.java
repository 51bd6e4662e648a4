package ai.preloop.activities.addresses;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.policies.documents.ServerSyntax;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Where Preloop may connect on somebody's behalf. Names are resolved here, and the addresses that
 * were checked are the ones to connect to: a name that changes its mind afterwards changes nothing.
 */
public final class AddressRules {

  private static final String DEMO = "/demo/mcp";

  private final Local local;
  private final List<AddressRange> allowed;
  private final IntPredicate ownPort;
  private final Resolver resolver;

  /** {@code allowed} are the operator's exceptions; {@code ownPort} knows our listeners. */
  public AddressRules(Local local, List<AddressRange> allowed, IntPredicate ownPort) {
    this(local, allowed, ownPort, InetAddress::getAllByName);
  }

  public AddressRules(
      Local local, List<AddressRange> allowed, IntPredicate ownPort, Resolver resolver) {
    this.local = local;
    this.allowed = List.copyOf(allowed);
    this.ownPort = ownPort;
    this.resolver = resolver;
  }

  /** Whether the URL is one that a server can be registered with, without resolving its name. */
  public static void checkUrl(URI url) {
    ServerSyntax.faultOfUrl(url)
        .ifPresent(fault -> {
          throw unprocessable(fault);
        });
  }

  /** The addresses to connect to; one that is not allowed spoils them all. */
  public List<InetAddress> resolve(URI url) {
    checkUrl(url);
    InetAddress[] addresses = lookUp(host(url));
    for (InetAddress address : addresses) {
      check(address, url);
    }
    return List.of(addresses);
  }

  private InetAddress[] lookUp(String host) {
    try {
      return resolver.resolve(host);
    } catch (UnknownHostException e) {
      throw new ProblemException(
              ProblemType.UPSTREAM_FAILED, "The server's name cannot be resolved to an address.")
          .causedBy(e);
    }
  }

  private void check(InetAddress address, URI url) {
    switch (AddressClass.of(address)) {
      case NEVER ->
          throw unprocessable(
              "Link-local, metadata and reserved addresses are never connected to.");
      case LOOPBACK, PRIVATE -> {
        if (local == Local.REFUSED && allowed.stream().noneMatch(r -> r.contains(address))) {
          throw unprocessable(
              "Loopback and private addresses are refused; the operator may allow them.");
        }
      }
      case PUBLIC -> {}
    }
    if (ownPort.test(port(url)) && !DEMO.equals(url.getRawPath()) && isThisMachine(address)) {
      throw unprocessable("That is a port of Preloop itself.");
    }
  }

  /** Whether the address is out in the world, and neither here nor in a private network. */
  public static boolean isPublic(InetAddress address) {
    return AddressClass.of(address) == AddressClass.PUBLIC;
  }

  private static boolean isThisMachine(InetAddress address) {
    try {
      return AddressClass.of(address) == AddressClass.LOOPBACK
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return true;
    }
  }

  public static int port(URI url) {
    if (url.getPort() > 0) {
      return url.getPort();
    }
    return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }

  /** The host as a name or a bare address. */
  public static String host(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Whether loopback and private addresses are open (development) or need an exception. */
  public enum Local {
    OPEN,
    REFUSED
  }

  /** Turns a name into addresses. */
  public interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }
}
