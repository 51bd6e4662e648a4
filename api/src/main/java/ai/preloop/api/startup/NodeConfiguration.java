package ai.preloop.api.startup;

import ai.preloop.activities.addresses.AddressRange;
import ai.preloop.activities.addresses.AddressRules;
import ai.preloop.activities.addresses.AddressRules.Local;
import ai.preloop.activities.approvals.Addresses;
import ai.preloop.activities.approvals.OpenLimit;
import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.budgets.BudgetKeeping;
import ai.preloop.activities.database.AccountNews;
import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.database.DatabaseSettings;
import ai.preloop.activities.database.Notifications;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.embedded.EmbeddedServers;
import ai.preloop.activities.nodes.NodeSettings;
import ai.preloop.activities.notifications.TerminalChannel;
import ai.preloop.activities.oauth.ClientMetadata;
import ai.preloop.activities.secrets.RootKey;
import ai.preloop.activities.secrets.RootKeys;
import ai.preloop.activities.servers.ScanSettings;
import ai.preloop.activities.servers.ServerLimits;
import ai.preloop.activities.tools.CallLimits;
import ai.preloop.activities.upstream.Outbound;
import ai.preloop.activities.upstream.ResultRoom;
import ai.preloop.activities.upstream.UpstreamClient;
import ai.preloop.activities.upstream.UpstreamSettings;
import ai.preloop.activities.usage.UsageSettings;
import ai.preloop.activities.waiting.Cancellations;
import ai.preloop.activities.waiting.Waiters;
import ai.preloop.api.demo.DemoLedger;
import ai.preloop.api.demo.DemoServlet;
import ai.preloop.api.security.HostRules;
import ai.preloop.api.startup.PreloopProperties.UpstreamProperties;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.util.unit.DataSize;

/** What a node is made of, from its settings. */
@Configuration(proxyBeanMethods = false)
public class NodeConfiguration {

  /** What {@code now} is in conditions. */
  @Bean
  @Primary
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  DatabaseClock databaseClock(Database database) {
    return new DatabaseClock(database, System::nanoTime);
  }

  @Bean
  DatabaseSettings databaseSettings(PreloopProperties preloop) {
    return DatabaseSettings.of(
        preloop.database().jdbcUrl(), preloop.database().user(), preloop.database().password());
  }

  @Bean
  NodeSettings nodeSettings(NodeProperties nodes) {
    return nodes.settings();
  }

  @Bean
  UsageSettings usageSettings(UsageProperties usage) {
    return usage.settings();
  }

  @Bean
  RootKey rootKey(PreloopProperties preloop, Listener listener) {
    boolean mayBeMade = !preloop.isProduction() && listener.isLoopback();
    return RootKeys.load(
        Optional.of(preloop.secretKey()),
        mayBeMade ? Optional.of(preloop.home()) : Optional.empty());
  }

  @Bean
  HostRules hostRules(Listener listener) {
    return new HostRules(listener.publicUrl(), listener.host());
  }

  @Bean
  Addresses addresses(
      PreloopProperties preloop,
      Listener listener,
      @Value("${spring.temporal.namespace}") String namespace) {
    String ui = preloop.temporalUi();
    return new Addresses(listener.publicUrl(), ui.isEmpty() ? null : URI.create(ui), namespace);
  }

  /** Where the operator publishes it, if anywhere, else where this node does. */
  @Bean
  ClientMetadata clientMetadata(PreloopProperties preloop, Addresses addresses) {
    return ClientMetadata.of(preloop.clientMetadataUrl(), addresses.oauthClient());
  }

  /**
   * Policies are compiled against the catalogs, which they read again themselves; what is new is
   * told after all of it is in force.
   */
  @Bean
  Revisions revisions(Database database, List<AccountSnapshot> snapshots, AccountNews news) {
    List<AccountSnapshot> all =
        Stream.concat(snapshots.stream(), Stream.of((AccountSnapshot) news::tell)).toList();
    return new Revisions(database, all, System::nanoTime);
  }

  /** A number only: which accounts they are is for the log, since anybody may read the metrics. */
  @Bean
  MeterBinder unreadableAccounts(Revisions revisions) {
    return meters ->
        meters.gauge("preloop.snapshots.unreadable", revisions, Revisions::unreadableAccounts);
  }

  @Bean
  Notifications notifications(
      DatabaseSettings settings,
      Revisions revisions,
      DatabaseClock clock,
      Audit audit,
      Waiters waiters,
      Cancellations cancellations,
      BudgetKeeping budgets) {
    return new Notifications(
        settings,
        Map.of(
            "preloop_snapshots",
            payload -> {},
            "preloop_cancellations",
            cancellation -> cancellations.nudge(),
            "preloop_budgets",
            budget -> budgets.recalled(),
            "preloop_approvals",
            approval -> {
              audit.approvalEventsChanged();
              waiters.wake(UUID.fromString(approval));
            }),
        () -> {
          revisions.refresh();
          clock.read();
        });
  }

  @Bean
  AddressRules addressRules(
      PreloopProperties preloop, Listener listener, ObjectProvider<EmbeddedServers> embedded) {
    List<AddressRange> allowed =
        preloop.upstream().allowedAddresses().stream().map(AddressRange::parse).toList();
    Local local = preloop.isProduction() ? Local.REFUSED : Local.OPEN;
    Set<Integer> servers =
        embedded.stream()
            .flatMap(own -> own.ports().stream())
            .collect(Collectors.toUnmodifiableSet());
    return new AddressRules(
        local, allowed, port -> port == listener.port() || servers.contains(port));
  }

  @Bean
  UpstreamClient upstreamClient(
      PreloopProperties preloop, StdioProperties stdio, AddressRules rules, BuildProperties build) {
    UpstreamSettings settings =
        settings(preloop.upstream()).withClientVersion(String.valueOf(build.getVersion()));
    DataSize results = preloop.upstream().resultMemory();
    return new UpstreamClient(
        results == null ? settings : settings.withResultRoom(results.toBytes()),
        stdio.links(preloop.home()),
        rules);
  }

  @Bean
  Outbound wayToServices(PreloopProperties preloop, AddressRules rules) {
    return new Outbound(settings(preloop.upstream()), rules);
  }

  @Bean
  OpenLimit openLimit(PreloopProperties preloop) {
    return new OpenLimit(preloop.approvals().openPerCaller());
  }

  @Bean
  ResultRoom resultRoom(UpstreamClient client) {
    return client.room();
  }

  private static UpstreamSettings settings(UpstreamProperties upstream) {
    UpstreamSettings settings =
        UpstreamSettings.DEFAULTS.within(
            upstream.connect(), upstream.call(), upstream.callsPerServer());
    return upstream.proxy().isEmpty() ? settings : settings.by(URI.create(upstream.proxy()));
  }

  @Bean
  CallLimits callLimits(PreloopProperties preloop) {
    return new CallLimits(preloop.upstream().callsPerPrincipal());
  }

  @Bean
  ScanSettings scanSettings(PreloopProperties preloop) {
    return ScanSettings.each(preloop.upstream().scanEvery());
  }

  @Bean
  ServerLimits serverLimits(PreloopProperties preloop) {
    return new ServerLimits(preloop.upstream().callsPerServer(), preloop.upstream().waitForTurn());
  }

  @Bean
  TerminalChannel terminalChannel(PreloopProperties preloop) {
    return new TerminalChannel(System.out, ZoneId.systemDefault(), preloop.command());
  }

  @Bean
  @ConditionalOnProperty(name = "preloop.environment", havingValue = "development")
  ServletRegistrationBean<DemoServlet> demoServer(Listener listener) {
    HostRules hosts = new HostRules(listener.localUrl(), listener.host());
    return new ServletRegistrationBean<>(new DemoServlet(new DemoLedger(), hosts), "/demo/mcp");
  }
}
