package ai.preloop.api.startup;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.Submission;
import ai.preloop.activities.policies.Uploads;
import ai.preloop.activities.servers.Insistence;
import ai.preloop.activities.servers.McpServer;
import ai.preloop.activities.servers.Scanning;
import ai.preloop.activities.servers.ServerSpec;
import ai.preloop.activities.servers.ServerSpec.Auth;
import ai.preloop.activities.servers.Servers;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.workflows.identity.AccountId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** Gives a new account something to try: the demo server and a policy that speaks about it. */
@Component
final class FirstSteps {

  private static final Logger LOG = LoggerFactory.getLogger(FirstSteps.class);
  private static final String NAME = "demo";
  private static final String PATH = "/demo/mcp";
  private static final String POLICY = "/starter/policy.yaml";

  private final Servers servers;
  private final Scanning scanning;
  private final Uploads uploads;
  private final ActivePolicies active;
  private final Listener listener;

  FirstSteps(
      Servers servers,
      Scanning scanning,
      Uploads uploads,
      ActivePolicies active,
      Listener listener) {
    this.servers = servers;
    this.scanning = scanning;
    this.uploads = uploads;
    this.active = active;
    this.listener = listener;
  }

  /**
   * Does nothing once the account has a policy, or servers of its own. What an earlier start left
   * undone is done now; without the demo the product is whole, so its failure is a warning.
   */
  void prepare(AccountId account) {
    try {
      prepare(Principal.ofProduct(account));
    } catch (ProblemException e) {
      LOG.warn("The demo is not ready and is tried again at the next start: {}", e.detail());
    } catch (OptimisticLockingFailureException e) {
      LOG.info("Another node, which starts at the same time, prepares the demo");
    }
  }

  private void prepare(Principal product) {
    List<McpServer> known = servers.list(product);
    if (!known.stream().allMatch(FirstSteps::isDemo)
        || active.require(product.account()).compiled().version() > 0) {
      return;
    }
    McpServer demo = known.isEmpty() ? servers.create(product, demo()) : here(product, known);
    scanning.scan(product, demo.id());
    uploads.upload(product, Submission.of(policy()));
  }

  /** An earlier start may have listened elsewhere. */
  private McpServer here(Principal product, List<McpServer> known) {
    McpServer demo = known.getFirst();
    return demo.url().equals(demo().url())
        ? demo
        : servers.update(product, demo.id(), demo(), Insistence.NONE).server();
  }

  private ServerSpec demo() {
    String url = listener.localUrl() + PATH;
    return new ServerSpec(NAME, url, "streamable-http", true, Auth.NONE);
  }

  private static boolean isDemo(McpServer server) {
    return server.name().equals(NAME) && server.url().endsWith(PATH);
  }

  private static byte[] policy() {
    try (InputStream in = FirstSteps.class.getResourceAsStream(POLICY)) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
