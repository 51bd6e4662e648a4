package ai.preloop.api.startup;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.Policies;
import ai.preloop.activities.policies.Policies.Strictness;
import ai.preloop.activities.policies.Policies.Submission;
import ai.preloop.activities.servers.McpServer;
import ai.preloop.activities.servers.Scanning;
import ai.preloop.activities.servers.ServerSpec;
import ai.preloop.activities.servers.ServerSpec.Auth;
import ai.preloop.activities.servers.Servers;
import ai.preloop.workflows.identity.AccountId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Gives a new account something to try: the demo server and a policy that speaks about it. */
@Component
final class FirstSteps {

  private static final String POLICY = "/starter/policy.yaml";

  private final Servers servers;
  private final Scanning scanning;
  private final Policies policies;
  private final ActivePolicies active;
  private final Listener listener;

  FirstSteps(
      Servers servers,
      Scanning scanning,
      Policies policies,
      ActivePolicies active,
      Listener listener) {
    this.servers = servers;
    this.scanning = scanning;
    this.policies = policies;
    this.active = active;
    this.listener = listener;
  }

  /** Does nothing once the account has a server or a policy. */
  void prepare(AccountId account) {
    Principal product = Principal.ofProduct(account);
    if (!servers.list(product).isEmpty() || active.require(account).compiled().version() > 0) {
      return;
    }
    McpServer demo =
        servers.create(
            product, new ServerSpec("demo", address(), "streamable-http", true, Auth.NONE));
    scanning.scan(product, demo.id());
    policies.upload(product, new Submission(policy(), new Strictness(false, true), false));
  }

  private String address() {
    return "http://%s:%d/demo/mcp".formatted(listener.host(), listener.port());
  }

  private static byte[] policy() {
    try (InputStream in = FirstSteps.class.getResourceAsStream(POLICY)) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
